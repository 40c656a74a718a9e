"""Mail that came back, into the ledger: of which delivery it speaks, what that changes, what a person may mend."""
