use payments::{BadIban, Bic, Iban};
use proptest::prelude::*;

/// Examples of the IBAN registry.
#[test]
fn ibans_of_the_registry_are_taken() {
    for (written, country) in [
        ("DE89 3704 0044 0532 0130 00", "DE"),
        ("fr14 2004 1010 0505 0001 3m02 606", "FR"),
        ("IBAN: GB29 NWBK 6016 1331 9268 19", "GB"),
        ("BE68\u{a0}5390\u{a0}0754\u{a0}7034", "BE"),
        ("MT84MALT011000012345MTLCAST001S", "MT"),
        ("NO9386011117947", "NO"),
        ("LC55HEMM000100010012001200023015", "LC"),
        ("BR1800360305000010009795493C1", "BR"),
    ] {
        assert_eq!(written.parse::<Iban>().unwrap().country(), country, "{written}");
    }
    let iban: Iban = "DE89370400440532013000".parse().unwrap();
    assert_eq!((iban.spaced().as_str(), iban.is_sepa()), ("DE89 3704 0044 0532 0130 00", true));
    assert!(!"BR1800360305000010009795493C1".parse::<Iban>().unwrap().is_sepa());
}

#[test]
fn what_is_no_iban_is_told_apart() {
    for (written, why) in [
        ("", BadIban::Shape),
        ("D", BadIban::Shape),
        ("12345678", BadIban::Shape),
        ("DE89 3704-0044", BadIban::Shape),
        ("ÄE89370400440532013000", BadIban::Shape),
        ("US89370400440532013000", BadIban::Country("US".into())),
        ("DE8937040044053201300", BadIban::Length { country: "DE".into(), expected: 22, found: 21 }),
        ("DE98370400440532013000", BadIban::Check),
        ("DE89370400440532013001", BadIban::Check),
    ] {
        assert_eq!(written.parse::<Iban>(), Err(why), "{written}");
    }
}

#[test]
fn a_bic_has_its_shape() {
    for (written, fits) in [
        ("COBADEFFXXX", true),
        ("cobadeff", true),
        ("INGB NL 2A", true),
        ("COBADEFFXX", false),
        ("COBA1EFF", false),
        ("COBADE1F", false),
        ("COBADEFO", false),
        ("", false),
    ] {
        assert_eq!(written.parse::<Bic>().is_ok(), fits, "{written}");
    }
}

proptest! {
    /// ISO 7064 MOD 97-10 finds every single wrong digit and every swap of neighbours.
    #[test]
    fn one_wrong_digit_or_a_swap_is_found(at in 4usize..22, digit in 0u8..10) {
        let iban = b"DE89370400440532013000".to_vec();
        let mut wrong = iban.clone();
        wrong[at] = b'0' + digit;
        let taken = String::from_utf8(wrong.clone()).unwrap().parse::<Iban>().is_ok();
        prop_assert_eq!(taken, wrong == iban);
        let mut swapped = iban.clone();
        if at + 1 < swapped.len() {
            swapped.swap(at, at + 1);
            let taken = String::from_utf8(swapped.clone()).unwrap().parse::<Iban>().is_ok();
            prop_assert_eq!(taken, swapped == iban);
        }
    }

    #[test]
    fn any_text_is_answered(text in ".{0,60}") {
        let _ = text.parse::<Iban>();
        let _ = text.parse::<Bic>();
    }
}
