use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const WALLET: i64 = 1;
const COLD: i64 = 2;

fn asset(code: &str) -> Asset {
    code.parse().unwrap()
}

fn quantity(text: &str) -> Quantity {
    text.parse().unwrap()
}

fn step(event: i64, day: i8, wallet: i64, text: &str, turn: Turn) -> Step {
    Step { event, on: date(2026, 3, day), wallet, asset: asset("BTC"), quantity: quantity(text), turn, swapped: false }
}

fn came(event: i64, day: i8, text: &str, cost_minor: i64) -> Step {
    step(event, day, WALLET, text, Turn::In { cost_minor, since: date(2026, 3, day) })
}

fn went(event: i64, day: i8, text: &str) -> Step {
    step(event, day, WALLET, text, Turn::Out)
}

fn costs(steps: &[Step], method: CostMethod) -> (Vec<i64>, i64) {
    let reckoned = reckon(steps, method).unwrap();
    (reckoned.left.iter().map(|left| left.cost_minor).collect(), reckoned.cost_minor().unwrap())
}

#[test]
fn what_leaves_had_cost_what_its_method_says() {
    use CostMethod::{Average, FirstInFirstOut, Section104};
    let bought_twice = [came(1, 1, "1", 100_00), came(2, 5, "1", 200_00), went(3, 9, "0.5"), went(4, 10, "1")];
    let back_within_days = [came(1, 1, "2", 200_00), went(2, 5, "1"), came(3, 9, "1", 150_00)];
    for (what, steps, method, left, held) in [
        (
            "the oldest goes first, then a part of the next",
            &bought_twice[..],
            FirstInFirstOut,
            vec![50_00, 150_00],
            100_00,
        ),
        ("the average of both", &bought_twice[..], Average, vec![75_00, 150_00], 75_00),
        ("nothing came within thirty days", &bought_twice[..], Section104, vec![75_00, 150_00], 75_00),
        ("what came back four days later counts first", &back_within_days[..], Section104, vec![150_00], 200_00),
        ("and for the average does not", &back_within_days[..], Average, vec![100_00], 250_00),
    ] {
        assert_eq!(costs(steps, method), (left, held), "{what}");
    }
}

/// HMRC, Cryptoassets Manual, CRYPTO22255: 14,000 tokens that cost £200,000; 4,000 are sold on 30 August, and 500 are bought
/// for £17,500 on 11 September.
#[test]
fn the_thirty_days_are_matched_before_the_pool() {
    let of =
        |month, day, event, text: &str, turn| Step { on: date(2026, month, day), ..step(event, 1, WALLET, text, turn) };
    let since = date(2026, 1, 1);
    let steps = [
        of(1, 1, 1, "14000", Turn::In { cost_minor: 200_000_00, since }),
        of(8, 30, 2, "4000", Turn::Out),
        of(9, 11, 3, "500", Turn::In { cost_minor: 17_500_00, since: date(2026, 9, 11) }),
    ];
    let reckoned = reckon(&steps, CostMethod::Section104).unwrap();
    let left = &reckoned.left[0];
    let parts: Vec<i64> = left.from.iter().map(|lot| lot.cost_minor).collect();
    assert_eq!((parts, left.cost_minor), (vec![17_500_00, 50_000_00], 67_500_00));
    assert_eq!(reckoned.held[0].quantity, quantity("10500"));
    assert_eq!(reckoned.cost_minor(), Some(150_000_00));
}

#[test]
fn what_moves_keeps_its_days_and_its_cost_and_wallets_count_for_themselves() {
    let steps = [
        came(1, 1, "1", 100_00),
        came(2, 5, "1", 200_00),
        step(3, 6, WALLET, "1", Turn::Moves { into: COLD }),
        step(4, 7, COLD, "0.5", Turn::Out),
        went(5, 7, "0.5"),
    ];
    let reckoned = reckon(&steps, CostMethod::FirstInFirstOut).unwrap();
    assert_eq!(reckoned.left.iter().map(|left| left.cost_minor).collect::<Vec<_>>(), [50_00, 100_00]);
    let held: Vec<_> = reckoned.held.iter().map(|held| (held.wallet, held.cost_minor, held.lots[0].since)).collect();
    assert_eq!(held, [(WALLET, 100_00, date(2026, 3, 5)), (COLD, 50_00, date(2026, 3, 1))]);
}

#[test]
fn no_wallet_goes_below_nothing_on_any_day() {
    let late = [came(1, 9, "1", 100_00), went(2, 5, "0.1")];
    for method in CostMethod::ALL {
        let below = reckon(&late, method).unwrap_err();
        let (event, on, had) = (2, date(2026, 3, 5), Quantity::ZERO);
        assert_eq!(below, Impossible::BelowZero { event, on, wallet: WALLET, asset: asset("BTC"), had });
        // On one day, what came in counts first.
        assert!(reckon(&[came(1, 5, "1", 100_00), went(2, 5, "1")], method).is_ok());
    }
}

#[test]
fn what_came_for_another_can_leave_on_the_same_day() {
    let swapped = |one: Step| Step { swapped: true, ..one };
    let steps = [
        came(1, 1, "1", 100_00),
        swapped(went(2, 5, "1")),
        Step { asset: asset("ETH"), ..swapped(came(2, 5, "20", 300_00)) },
        Step { asset: asset("ETH"), ..went(3, 5, "5") },
    ];
    assert_eq!(costs(&steps, CostMethod::FirstInFirstOut), (vec![100_00, 75_00], 225_00));
}

fn any_steps() -> impl Strategy<Value = Vec<Step>> {
    let one = (1i8..29, 0u8..4, 1i64..2_000_000, 1i64..1_000_000, 1i64..3);
    prop::collection::vec(one, 1..40).prop_map(|rows| {
        let mut steps: Vec<Step> = Vec::new();
        for (event, (day, kind, parts, cost_minor, wallet)) in (1..).zip(rows) {
            let turn = match kind {
                0 | 1 => Turn::In { cost_minor, since: date(2026, 3, day) },
                2 => Turn::Moves { into: 3 - wallet },
                _ => Turn::Out,
            };
            let quantity = Quantity::of_parts(i128::from(parts) * 1_000_000_007).unwrap();
            let next = Step { quantity, ..step(event, day, wallet, "1", turn) };
            // What would take a wallet below nothing did not happen.
            steps.push(next);
            if reckon(&steps, CostMethod::FirstInFirstOut).is_err() {
                steps.pop();
            }
        }
        steps
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// No cent is lost: what came is what left and what is held. No wallet holds less than nothing, lots add up to what
    /// their wallet holds, and the order in which events were told changes nothing.
    #[test]
    fn cost_and_quantity_are_kept(steps in any_steps(), turn in 0usize..40) {
        prop_assume!(!steps.is_empty());
        for method in CostMethod::ALL {
            let reckoned = reckon(&steps, method).unwrap();
            let into: i64 = steps.iter().map(|step| match step.turn { Turn::In { cost_minor, .. } => cost_minor, _ => 0 }).sum();
            let out: i64 = reckoned.left.iter().map(|left| left.cost_minor).sum();
            prop_assert_eq!(into, out + reckoned.cost_minor().unwrap());
            prop_assert!(reckoned.left.iter().all(|left| left.cost_minor >= 0));
            for held in &reckoned.held {
                prop_assert!(held.quantity > Quantity::ZERO && held.cost_minor >= 0);
                if method == CostMethod::FirstInFirstOut {
                    let lots: i128 = held.lots.iter().map(|lot| lot.quantity.parts()).sum();
                    prop_assert_eq!(lots, held.quantity.parts());
                }
            }
            for left in &reckoned.left {
                let from: i128 = left.from.iter().map(|lot| lot.quantity.parts()).sum();
                prop_assert_eq!(from, left.quantity.parts());
            }
            let mut turned = steps.clone();
            turned.rotate_left(turn % steps.len());
            turned.reverse();
            prop_assert_eq!(reckon(&turned, method).unwrap(), reckoned);
        }
    }
}
