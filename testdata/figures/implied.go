package figures

// Implied says which indicator is a figure of published.csv, subject/metric, that facts imply; all
// others are restated as they were reported. An indicator is named by its metric and its kind of fund.
func Implied() map[string]string {
	return map[string]string{
		"all/insured_persons": "insured.all", "all/cumulative_balance": "balance.all", "all/participation_rate": "participation_rate.all",
		"all/reimbursed_amount": "benefits.all", "all/reimbursed_visits": "benefit_visits.all",
		"recovery/prepayment_reminder_averted": "prevented/reminder.all", "recovery/smart_audit_denied": "prevented/smart_audit.all",
		"recovery/sample_audit_denied": "prevented/sample_audit.all", "recovery/self_check_returned": "recovered/self_check.all",
		"recovery/inspection_recovered": "recovered/inspection.all", "recovery/special_check_recovered": "recovered/special_check.all",
		"recovery/self_surrender_returned": "recovered/self_surrender.all", "recovery/recovered_amount": "recovered.all",
		"recovery/headline_total": "recovered_headline.all", "recovery/recovered_including_fines": "recovered_with_fines.all",
		"fine/fines_imposed": "fines_imposed.all", "fine/penalty_cases": "penalty_cases.all",
		"institution/agreements_terminated": "agreements_terminated.all", "institution/agreements_suspended": "agreements_suspended.all",
		"institution/pharmacy_agreements_suspended":  "agreements_suspended/pharmacy.all",
		"institution/pharmacy_agreements_terminated": "agreements_terminated/pharmacy.all",
		"institution/hospital_departments_suspended": "departments_suspended/hospital.all",
		"enforcement/cases_to_police":                "cases_handed_over/police.all", "enforcement/cases_published": "cases_published.all",
		"enforcement/violations_found_amount":   "losses.all",
		"relief/assisted_participation_persons": "assisted_visits.610", "relief/assisted_participation_amount": "assisted.610",
		"relief/relief_person_times": "relief_visits.610", "relief/relief_amount": "relief.610", "relief/family_relief_amount": "relief.610",
	}
}
