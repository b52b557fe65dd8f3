package document

// Normal returns a document number as it is compared with others.
func Normal(number string) string { return number }
