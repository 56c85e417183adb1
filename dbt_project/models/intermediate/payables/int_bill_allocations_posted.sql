-- What settles bills, as the ledger posts it: by lines of the source or of the rules.
{{ allocations_posted('payable') }}
