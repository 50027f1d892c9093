//! Links, sessions and tokens.

use std::thread;

use store::testing::each_engine_with_business;
use store::{NewLink, NewSession, NewToken};

#[test]
fn a_link_is_good_for_one_use_in_its_time() {
    each_engine_with_business(|store, business| {
        let directory = store.directory();
        let link = |number: u8| NewLink {
            token_hash: [number; 32],
            business,
            kind: "sign-in",
            created_at: "2026-01-01T10:00:00Z",
            expires_at: "2026-01-01T10:15:00Z",
        };
        directory.link_create(&link(1)).unwrap();
        // (hash, kind, time, whether it is let in), one after the other
        let cases = [
            (2, "sign-in", "2026-01-01T10:05:00Z", false),
            (1, "reset", "2026-01-01T10:05:00Z", false),
            (1, "sign-in", "2026-01-01T10:15:00Z", false),
            (1, "sign-in", "2026-01-01T10:14:59Z", true),
            (1, "sign-in", "2026-01-01T10:14:59Z", false),
        ];
        for (number, kind, now, good) in cases {
            let found = directory.link_redeem(&[number; 32], kind, now).unwrap();
            assert_eq!(found.map(|link| link.business), good.then_some(business), "{number} {kind} {now}");
        }
        directory.link_create(&link(3)).unwrap();
        let winners = thread::scope(|scope| {
            let redeem = || {
                scope.spawn(|| {
                    store.directory().link_redeem(&[3; 32], "sign-in", "2026-01-01T10:01:00Z").unwrap().is_some()
                })
            };
            let all: Vec<_> = (0..8).map(|_| redeem()).collect();
            all.into_iter().map(|one| one.join().unwrap()).filter(|won| *won).count()
        });
        assert_eq!(winners, 1);
    });
}

#[test]
fn a_session_lives_until_it_ends() {
    each_engine_with_business(|store, business| {
        let directory = store.directory();
        let session = |number: u8, created_at| NewSession {
            token_hash: [number; 32],
            business,
            actor: "owner",
            label: "a browser",
            created_at,
            expires_at: "2026-04-01",
        };
        directory.session_create(&session(1, "2026-01-01")).unwrap();
        directory.session_create(&session(2, "2026-01-02")).unwrap();
        assert_eq!(
            directory.session_find(&[1; 32], "2026-03-31").unwrap().map(|found| found.actor),
            Some("owner".to_owned())
        );
        assert_eq!(directory.session_find(&[1; 32], "2026-04-01").unwrap(), None);
        directory.session_renew(&[1; 32], "2026-03-30", "2026-06-28").unwrap();
        let renewed = directory.session_find(&[1; 32], "2026-04-01").unwrap().unwrap();
        assert_eq!((renewed.last_seen_at.as_str(), renewed.expires_at.as_str()), ("2026-03-30", "2026-06-28"));
        let order: Vec<u8> =
            directory.session_list(business).unwrap().iter().map(|session| session.token_hash[0]).collect();
        assert_eq!(order, [1, 2]);
        assert!(!directory.session_revoke(business + 1, &[1; 32]).unwrap(), "another business cannot end it");
        assert!(directory.session_revoke(business, &[1; 32]).unwrap());
        assert_eq!(directory.session_find(&[1; 32], "2026-03-31").unwrap(), None);
    });
}

#[test]
fn a_token_opens_until_it_is_taken_back() {
    each_engine_with_business(|store, business| {
        let directory = store.directory();
        let token = |number: u8, name| NewToken {
            token_hash: [number; 32],
            business,
            name,
            scopes: "read",
            created_at: "2026-01-01",
        };
        assert_eq!(directory.token_create(&token(1, "a")).unwrap(), 1);
        assert_eq!(directory.token_create(&token(2, "b")).unwrap(), 2);
        assert_eq!(
            directory.token_find(&[2; 32]).unwrap().map(|token| (token.business, token.name)),
            Some((business, "b".to_owned()))
        );
        assert!(directory.token_revoke(business, 2, "2026-02-01").unwrap());
        assert!(!directory.token_revoke(business, 2, "2026-02-02").unwrap());
        assert_eq!(directory.token_find(&[2; 32]).unwrap(), None);
        let revoked: Vec<_> =
            directory.token_list(business).unwrap().into_iter().map(|token| token.revoked_at).collect();
        assert_eq!(revoked, [None, Some("2026-02-01".to_owned())]);
    });
}
