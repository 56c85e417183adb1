-- Every file landing took in or refused whole, under the hash its content is kept by.
with

files as (
    select * from {{ ref('int_files_landed') }}
)

select
    files.source_name,
    files.file_sha256,
    files.file_name,
    files.byte_count,
    files.row_count,
    files.status,
    files.reason,
    files.recorded_at
from files
