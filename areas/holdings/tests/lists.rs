//! Lists of events.

use store::testing::each_engine;

use super::*;

const LIST: &str = "Date,Type,Asset,Quantity,Amount,Wallet,Into,Fee,Id\n\
    2026-03-05,sell,BTC,0.02,120.00,,,,c\n\
    2026-02-02,buy,BTC,0.05,200.00,,,,a\n\
    2026-02-04,transfer,BTC,0.01,,,Cold,0.001,b\n\
    2026-04-01,staking,ETH,0.1,25.00,,,,d\n";

#[test]
fn a_list_comes_in_whole_once_and_goes_again() {
    each_engine(|store| {
        let business = Business::new(store);
        let import = |text: &str| {
            json!({ "file_name": "list.csv", "content": STANDARD.encode(text), "wallet": "Ledger",
                "account": business.account("Checking"), "category": business.account("interest-received") })
        };
        let came = business.run("import-crypto", import(LIST)).unwrap();
        assert_eq!((&came.outcome["new"], &came.outcome["known"]), (&json!(4), &json!(0)));
        // 0.05 for 200.00: 0.02 of them were sold for 120.00, and 0.001 were the fee.
        assert_eq!((business.books("crypto-gain"), business.books("payment-fees")), (-4_000, 400));
        assert_eq!(business.books("crypto-assets"), 20_000 - 8_000 - 400 + 2_500);
        business.verify();
        let again = business.done("import-crypto", import(LIST));
        assert_eq!((&again["new"], &again["known"]), (&json!(0), &json!(4)));
        let more = format!("{LIST}2026-05-01,sell,BTC,9,100.00,,,,e\n");
        assert_eq!(business.refused("import-crypto", import(&more)).code, "more-than-is-held");
        let bad = format!("{LIST}2026-05-01,sell,BTC,x,100.00,,,,e\n");
        let refused = business.refused("import-crypto", import(&bad));
        assert_eq!(refused.field.as_deref(), Some("content"));
        assert!(refused.sentence.starts_with("Line 6"), "{}", refused.sentence);
        business.undo(came.activity);
        assert_eq!((business.books("crypto-assets"), business.books("Checking")), (0, 1_000_000));
        business.verify();
    });
}
