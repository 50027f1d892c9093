//! Links, sessions and tokens.

use std::thread;

use store::testing::each_engine_with_business;
use store::{NewLink, NewSession, NewToken, Turn};

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
fn a_token_opens_until_it_is_taken_back_or_its_time_is_over() {
    each_engine_with_business(|store, business| {
        let directory = store.directory();
        let make = |number: u8, name, expires_at| {
            let token =
                NewToken { token_hash: [number; 32], name, scopes: "read", created_at: "2026-01-01", expires_at };
            store.write(business, |tx| tx.token_create(&token)).unwrap()
        };
        assert_eq!((make(1, "a", None), make(2, "b", None), make(3, "c", Some("2026-03-01"))), (1, 2, 3));
        let opens = |number: u8, now| directory.token_find(&[number; 32], now).unwrap().map(|token| token.name);
        assert_eq!(opens(2, "2026-01-02").as_deref(), Some("b"));
        assert_eq!((opens(3, "2026-02-28").as_deref(), opens(3, "2026-03-01")), (Some("c"), None));
        directory.token_used(&[1; 32], "2026-01-05").unwrap();
        let revoke = |now| store.write(business, |tx| tx.token_revoke(2, now)).unwrap();
        assert!(revoke("2026-02-01") && !revoke("2026-02-02"));
        assert_eq!(opens(2, "2026-02-03"), None);
        let listed = store.read(business, |tx| tx.token_list()).unwrap();
        let listed: Vec<_> = listed.into_iter().map(|token| (token.id, token.revoked_at, token.last_used_at)).collect();
        let on = |day: &str| Some(day.to_owned());
        assert_eq!(listed, [(3, None, None), (2, on("2026-02-01"), None), (1, None, on("2026-01-05"))]);
        let other = directory.create_business("other", "2026-01-01").unwrap();
        assert!(store.read(other, |tx| tx.token_list()).unwrap().is_empty());
        assert!(!store.write(other, |tx| tx.token_revoke(1, "2026-02-01")).unwrap());
    });
}

#[test]
fn a_turn_is_taken_once_and_again_only_when_its_holder_is_dead() {
    each_engine_with_business(|store, business| {
        let directory = store.directory();
        let take = |turn, holder, now, until| {
            directory.turn_take(&Turn { business, kind: "backup", turn, holder }, now, until).unwrap()
        };
        assert!(take("monday", "one", "10:00", "11:00"));
        assert!(!take("monday", "other", "10:30", "11:30"), "someone is at it");
        assert!(take("monday", "other", "11:00", "12:00"), "its holder died");
        directory.turn_done(&Turn { business, kind: "backup", turn: "monday", holder: "one" }).unwrap();
        assert!(!take("monday", "third", "11:30", "12:30"), "who lost the turn cannot end it");
        directory.turn_done(&Turn { business, kind: "backup", turn: "monday", holder: "other" }).unwrap();
        assert!(!take("monday", "third", "13:00", "14:00"), "it is done");
        assert!(take("tuesday", "third", "13:00", "14:00"));
    });
}

#[test]
fn a_session_goes_to_another_business_that_is_there() {
    each_engine_with_business(|store, business| {
        let directory = store.directory();
        let other = directory.create_business("other", "2026-01-01").unwrap();
        let (actor, label) = ("owner", "Firefox");
        let session = NewSession {
            token_hash: [1; 32],
            business,
            actor,
            label,
            created_at: "2026-01-01",
            expires_at: "2026-04-01",
        };
        directory.session_create(&session).unwrap();
        let at = || directory.session_find(&[1; 32], "2026-01-02").unwrap().map(|session| session.business);
        assert!(directory.session_move(&[1; 32], other).unwrap());
        assert_eq!(at(), Some(other));
        assert!(!directory.session_move(&[1; 32], 99).unwrap() && !directory.session_move(&[2; 32], business).unwrap());
        assert_eq!(at(), Some(other));
    });
}
