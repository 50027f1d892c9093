//! Lines, discounts, charges and tax, each row worked out on paper.

use einvoice::{Adjustment, Category, Decimal, Document, Line, LineAdjustment, Tax};

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn standard(rate: &str) -> Tax {
    Tax { category: Category::Standard, rate: decimal(rate) }
}

fn line(quantity: &str, price: &str, rate: &str) -> Line {
    Line {
        name: "Work".into(),
        quantity: decimal(quantity),
        unit: "C62".into(),
        price: decimal(price),
        tax: standard(rate),
        ..Line::default()
    }
}

#[test]
fn tax_is_rounded_once_for_each_rate() {
    // (lines, net, tax): 3 × 0.33 at 19 % is 0.99 × 0.19 = 0.1881, not three times 0.0627 rounded.
    let rows: [(&[Line], &str, &str); 5] = [
        (&[line("1", "0.33", "19"), line("1", "0.33", "19"), line("1", "0.33", "19")], "0.99", "0.19"),
        (&[line("1.5", "33.33", "20")], "50.00", "10.00"),
        (&[line("0.333", "100", "7"), line("2", "9.995", "19")], "53.29", "6.13"),
        (&[line("1", "100", "19"), line("-1", "40", "19")], "60.00", "11.40"),
        (&[line("1", "0.50", "5")], "0.50", "0.03"),
    ];
    for (lines, net, tax) in rows {
        let document = Document { lines: lines.to_vec(), currency: "EUR".into(), ..Document::default() };
        let totals = document.totals().unwrap();
        assert_eq!((totals.net.to_string(), totals.tax.to_string()), (net.into(), tax.into()), "{lines:?}");
    }
}

#[test]
fn a_percentage_off_the_whole_is_of_the_lines_with_its_tax() {
    let document = Document {
        lines: vec![line("1", "200", "19"), line("1", "100", "7")],
        discounts: vec![Adjustment {
            percent: Some(decimal("10")),
            reason: "Regular client".into(),
            tax: standard("19"),
            ..Adjustment::default()
        }],
        charges: vec![Adjustment {
            amount: Some(decimal("5.90")),
            reason: "Shipping".into(),
            tax: standard("7"),
            ..Adjustment::default()
        }],
        currency: "EUR".into(),
        ..Document::default()
    };
    let totals = document.totals().unwrap();
    assert_eq!(totals.net.to_string(), "285.90");
    // 180.00 × 19 % = 34.20; 105.90 × 7 % = 7.413.
    assert_eq!(totals.tax.to_string(), "41.61");
}

#[test]
fn what_is_off_a_line_is_off_before_tax() {
    let mut reduced = line("4", "25", "19");
    reduced.discounts =
        vec![LineAdjustment { percent: Some(decimal("12.5")), reason: "Trial".into(), ..Default::default() }];
    assert_eq!(einvoice::line_net(&reduced), Some(decimal("87.50")));
}

#[test]
fn figures_past_what_an_invoice_holds_are_refused_at_their_field() {
    let rows = [
        (line("79228162514264337593543950335", "2", "19"), "lines[0].quantity"),
        (line("1", "99999999999999999999", "19"), "lines[0].discounts"),
    ];
    for (line, field) in rows {
        let document = Document { lines: vec![line], currency: "EUR".into(), ..Document::default() };
        assert_eq!(document.totals().unwrap_err().field, field);
    }
}

#[test]
fn an_amount_of_three_decimals_is_refused_at_its_field() {
    let mut odd = line("1", "10", "19");
    odd.discounts = vec![LineAdjustment { amount: Some(decimal("1.005")), reason: "Odd".into(), ..Default::default() }];
    let document = Document { lines: vec![odd], currency: "EUR".into(), ..Document::default() };
    assert!(document.totals().unwrap_err().message.contains("two decimals"));
}
