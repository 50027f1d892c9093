//! What leaves in an open format comes back with the same balances.

use crate::fixture::{bring, founded, held, holds, house, mapped};

const JOURNAL: &str = include_str!("fixtures/freelancer.journal");

#[test]
fn what_leaves_in_any_format_comes_back_with_the_same_balances() {
    store::testing::each_engine(|store| {
        let house = house(store);
        let who = founded(&house, "Calloway Clay", "US");
        // Two costs that no chart has, one of them with a name that needs care in each format.
        let mapping = [mapped("expenses:office", "expense"), mapped("expenses:postage", "expense")];
        bring(&house, &who, JOURNAL, &mapping);
        let before = held(&house, &who);
        for format in ["hledger", "beancount", "csv"] {
            let mut bytes = Vec::new();
            let registry = house.registry();
            let export = registry.areas.iter().flat_map(|area| &area.exports).find(|one| one.format == format).unwrap();
            house
                .read(&who, |context| {
                    (export.write)(context, &mut bytes).map_err(|_| kernel::Failure::not_found("export", format))
                })
                .unwrap();
            let text = String::from_utf8(bytes).unwrap();
            let there = founded(&house, format, "US");
            bring(&house, &there, &text, &[]);
            let amounts = |held: &[(String, i64)]| {
                let mut amounts: Vec<i64> = held.iter().map(|(_, minor)| *minor).collect();
                amounts.sort_unstable();
                amounts
            };
            assert_eq!(amounts(&held(&house, &there)), amounts(&before), "{format}\n{text}");
            holds(&house, &there);
        }
    });
}
