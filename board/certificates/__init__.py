"""志愿服务记录证明: issued from the ledger, signed, checked by anyone, ended by a further row."""
