"""How well search finds: a base of made-up records, labelled questions, the share of them that are answered."""
