//! Why an entry of the first month is not booked.

use kernel::{Refusal, RefusalKind};
use ledger::{AccountKind, Currency};
use locale::{fmt, t};

#[derive(Debug)]
pub(super) enum MonthOneRefusal {
    NotPositive { field: &'static str },
    NotMoney { field: &'static str, name: String },
    OtherCurrency { field: &'static str, name: String, currency: Currency },
    ArrivedInAnother { name: String, currency: Currency },
    ArrivedDiffers,
    TooLarge,
    SameAccount,
    NotThatCategory { name: String, kind: AccountKind },
    NoSuchTaxCode { code: String },
    TaxUndecided,
    TaxOfTheOtherSide { name: String },
    NotALoan { name: String },
    UnreadableRate { field: &'static str, text: String },
    MoreThanOwed { owed_minor: i64, currency: String },
    InterestTooLarge,
    NoInstalment,
    NoLife,
    TooDearAtOnce { up_to_minor: i64, currency: String, rule: String },
    NoSuchEquipment { id: i64 },
    NothingToDepreciate,
    EquipmentHasLeft { name: String },
    BusinessShare,
    NoMileageRate { vehicle: String },
    NotACashBox { name: String },
    NothingCounted,
    TakingsNegative,
    NotACost { entry: i64 },
    RefundOfNothing,
    NotAPurchase { entry: i64 },
    MoreThanPaid { left_minor: i64, currency: String },
}

/// Codes of the refusals of these commands.
pub(crate) const REFUSALS: &[&str] = &[
    "amount-is-not-positive",
    "not-a-money-account",
    "account-in-another-currency",
    "arrived-in-another-currency",
    "arrived-differs",
    "rate-is-missing",
    "worth-differs",
    "amount-is-too-large",
    "same-account",
    "not-that-category",
    "no-such-tax-code",
    "tax-is-undecided",
    "tax-code-of-the-other-side",
    "not-a-loan",
    "unreadable-rate",
    "more-than-is-owed",
    "interest-is-too-large",
    "no-instalment",
    "no-useful-life",
    "too-dear-for-a-cost-at-once",
    "no-such-equipment",
    "nothing-to-depreciate",
    "equipment-has-left",
    "business-share-out-of-range",
    "no-mileage-rate",
    "not-a-cash-box",
    "nothing-counted",
    "takings-are-negative",
    "not-a-cost-entry",
    "refund-of-nothing",
    "not-a-purchase",
    "more-than-was-paid",
    "dimension-name-length",
];

impl Refusal for MonthOneRefusal {
    fn code(&self) -> &'static str {
        use MonthOneRefusal as R;
        match self {
            R::NotPositive { .. } => "amount-is-not-positive",
            R::NotMoney { .. } => "not-a-money-account",
            R::OtherCurrency { .. } => "account-in-another-currency",
            R::ArrivedInAnother { .. } => "arrived-in-another-currency",
            R::ArrivedDiffers => "arrived-differs",
            R::TooLarge => "amount-is-too-large",
            R::SameAccount => "same-account",
            R::NotThatCategory { .. } => "not-that-category",
            R::NoSuchTaxCode { .. } => "no-such-tax-code",
            R::TaxUndecided => "tax-is-undecided",
            R::TaxOfTheOtherSide { .. } => "tax-code-of-the-other-side",
            R::NotALoan { .. } => "not-a-loan",
            R::UnreadableRate { .. } => "unreadable-rate",
            R::MoreThanOwed { .. } => "more-than-is-owed",
            R::InterestTooLarge => "interest-is-too-large",
            R::NoInstalment => "no-instalment",
            R::NoLife => "no-useful-life",
            R::TooDearAtOnce { .. } => "too-dear-for-a-cost-at-once",
            R::NoSuchEquipment { .. } => "no-such-equipment",
            R::NothingToDepreciate => "nothing-to-depreciate",
            R::EquipmentHasLeft { .. } => "equipment-has-left",
            R::BusinessShare => "business-share-out-of-range",
            R::NoMileageRate { .. } => "no-mileage-rate",
            R::NotACashBox { .. } => "not-a-cash-box",
            R::NothingCounted => "nothing-counted",
            R::TakingsNegative => "takings-are-negative",
            R::NotACost { .. } => "not-a-cost-entry",
            R::RefundOfNothing => "refund-of-nothing",
            R::NotAPurchase { .. } => "not-a-purchase",
            R::MoreThanPaid { .. } => "more-than-was-paid",
        }
    }

    fn sentence(&self) -> String {
        use MonthOneRefusal as R;
        match self {
            R::NotPositive { .. } => t!("The amount has to be more than nothing."),
            R::NotMoney { name, .. } => t!("{name} is not an account that money is on.", name = name),
            R::OtherCurrency { name, currency, .. } => {
                t!("{name} is not kept in {currency}.", name = name, currency = currency)
            }
            R::ArrivedInAnother { name, currency } => {
                t!("{name} is kept in {currency}: say how much of that arrived.", name = name, currency = currency)
            }
            R::ArrivedDiffers => {
                t!("Both accounts have one currency, so as much arrives as was sent; book a fee apart.")
            }
            R::TooLarge => t!("An amount is too large for the books."),
            R::SameAccount => t!("The money is on that account already."),
            R::NotThatCategory { name, kind: AccountKind::Income } => t!("{name} is not an income.", name = name),
            R::NotThatCategory { name, .. } => t!("{name} is not a cost.", name = name),
            R::NoSuchTaxCode { code } => t!("There is no tax code {code} here.", code = code),
            R::TaxUndecided => t!("Which tax is in it cannot be known from the category alone."),
            R::TaxOfTheOtherSide { name } => {
                t!("{name} does not fit: one is for what is bought, one for what is sold.", name = name)
            }
            R::NotALoan { name } => t!("{name} is not a loan.", name = name),
            R::UnreadableRate { text, .. } => t!("“{text}” cannot be read; write it like 4.25.", text = text),
            R::MoreThanOwed { owed_minor, currency } => {
                t!("Only {amount} of the loan is left.", amount = fmt::money(*owed_minor, currency))
            }
            R::InterestTooLarge => t!("The interest is more than the instalment."),
            R::NoInstalment => t!("The loan has no usual instalment, so this one needs its amount."),
            R::NoLife => t!("Equipment that is kept needs the years it will serve, one to fifty."),
            R::TooDearAtOnce { up_to_minor, currency, .. } => t!(
                "Equipment may be a cost at once up to {amount} without tax.",
                amount = fmt::money_whole(*up_to_minor, currency)
            ),
            R::NoSuchEquipment { id } => t!("There is no equipment {id} here.", id = id),
            R::NothingToDepreciate => t!("Nothing has lost value up to then that is not booked already."),
            R::EquipmentHasLeft { name } => t!("{name} has left the business already.", name = name),
            R::BusinessShare => t!("The business’s share is between 0% and 100%."),
            R::NoMileageRate { vehicle } => t!("No rate is known here for {vehicle} on that day.", vehicle = vehicle),
            R::NotACashBox { name } => t!("{name} is not a cash box.", name = name),
            R::NothingCounted => t!("Give the day’s takings, or count the cash box, or both."),
            R::TakingsNegative => t!("The box holds less than before, so the count alone cannot tell the takings."),
            R::RefundOfNothing => t!("Choose the purchase that it gives back, or say what it had been for."),
            R::NotAPurchase { entry } => t!("Entry {entry} is not a purchase that stands.", entry = entry),
            R::MoreThanPaid { left_minor, currency } => {
                t!("Only {amount} of that purchase can still come back.", amount = fmt::money(*left_minor, currency))
            }
            R::NotACost { entry } => t!("Entry {entry} is not one cost that was paid.", entry = entry),
        }
    }

    fn way_out(&self) -> Option<String> {
        use MonthOneRefusal as R;
        match self {
            R::TaxUndecided => Some(t!("Choose the tax that the receipt shows.")),
            R::TooDearAtOnce { rule, .. } => Some(t!("Book it as equipment that is kept ({rule}).", rule = rule)),
            R::NoMileageRate { .. } => Some(t!("Give the rate yourself.")),
            R::TakingsNegative => Some(t!("Give the takings too; the difference is booked under its own name.")),
            R::NotAPurchase { .. } => Some(t!("Choose another, or say what it had been for.")),
            R::NotACost { .. } => Some(t!("Reverse it, and book what is right.")),
            R::MoreThanOwed { .. } => Some(t!("Pay what is left and its interest.")),
            _ => None,
        }
    }

    fn field(&self) -> Option<String> {
        use MonthOneRefusal as R;
        let field = match self {
            R::NotPositive { field } | R::NotMoney { field, .. } | R::OtherCurrency { field, .. } => field,
            R::ArrivedInAnother { .. } | R::ArrivedDiffers => "arrived_minor",
            R::TooLarge => "amount_minor",
            R::UnreadableRate { field, .. } => field,
            R::SameAccount => "into",
            R::NotThatCategory { .. } => "category",
            R::NoSuchTaxCode { .. } | R::TaxUndecided | R::TaxOfTheOtherSide { .. } => "tax_code",
            R::NotALoan { .. } => "loan",
            R::MoreThanOwed { .. } | R::NoInstalment => "amount_minor",
            R::InterestTooLarge => "interest_minor",
            R::NoLife => "life_years",
            R::TooDearAtOnce { .. } => "treatment",
            R::NoSuchEquipment { .. } | R::EquipmentHasLeft { .. } => "equipment",
            R::NothingToDepreciate => "through",
            R::BusinessShare => "business_share",
            R::NoMileageRate { .. } => "vehicle",
            R::NotACashBox { .. } => "cash_box",
            R::NothingCounted | R::TakingsNegative => "takings_minor",
            R::NotACost { .. } => "entry",
            R::RefundOfNothing => "category",
            R::NotAPurchase { .. } => "purchase",
            R::MoreThanPaid { .. } => "amount_minor",
        };
        Some(field.into())
    }

    fn kind(&self) -> RefusalKind {
        match self {
            MonthOneRefusal::NoSuchEquipment { .. } => RefusalKind::NotFound,
            MonthOneRefusal::EquipmentHasLeft { .. } | MonthOneRefusal::NothingToDepreciate => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}
