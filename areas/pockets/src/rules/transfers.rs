//! Which transfers bring each pocket's money to the account it lives on. Pure.
//!
//! One account of a currency is the main one: pockets without an account of their own live there, and what is missing or
//! left over elsewhere comes from it or goes to it. Only money that a bank holds is moved, and no account is overdrawn.

/// An account as transfers see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vault {
    /// The account.
    pub account: i64,
    /// What it will hold when the transfers under way have arrived, in minor units.
    pub holds_minor: i64,
    /// What of it can be sent now: what the bank holds, less what is about to leave.
    pub available_minor: i64,
    /// What its pockets hold together; absent for the main account, which has the rest.
    pub wanted_minor: Option<i64>,
}

/// Money to be sent from one account to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer {
    /// The account that sends.
    pub from: i64,
    /// The account that receives.
    pub to: i64,
    /// Minor units; more than nothing.
    pub amount_minor: i64,
}

/// The transfers after which each account holds what its pockets hold, as far as there is money for it: the accounts are
/// filled in their order, which is the order of who must not go short. Differences below the minimum are left alone.
pub fn transfers(vaults: &[Vault], minimum_minor: i64) -> Vec<Transfer> {
    let minimum = i128::from(minimum_minor.max(1));
    let mut flows: Vec<(i64, i128)> = Vec::new();
    let mut supply: i128 = 0;
    let main = vaults.iter().find(|vault| vault.wanted_minor.is_none());
    // What is too much somewhere, as far as it can be sent.
    for vault in vaults {
        let available = i128::from(vault.available_minor.max(0));
        match vault.wanted_minor {
            None => supply += available,
            Some(wanted) => {
                let surplus = (i128::from(vault.holds_minor) - i128::from(wanted.max(0))).min(available);
                if surplus >= minimum {
                    supply += surplus;
                    flows.push((vault.account, -surplus));
                }
            }
        }
    }
    for vault in vaults {
        let Some(wanted) = vault.wanted_minor else { continue };
        let missing = (i128::from(wanted.max(0)) - i128::from(vault.holds_minor)).min(supply);
        if missing >= minimum {
            supply -= missing;
            flows.push((vault.account, missing));
        }
    }
    // Without a main account nothing takes what is left over: what may be sent shrinks to what is needed.
    let rest: i128 = flows.iter().map(|(_, flow)| flow).sum();
    match main {
        Some(main) => flows.push((main.account, -rest)),
        None => lessen(&mut flows, -rest),
    }
    flows.retain(|(_, flow)| *flow != 0);
    groups(&flows).into_iter().flat_map(|group| settle(&group)).collect()
}

/// Takes so much from what would be sent, the last ones first.
fn lessen(flows: &mut [(i64, i128)], mut too_much: i128) {
    for (_, flow) in flows.iter_mut().rev().filter(|(_, flow)| *flow < 0) {
        let less = too_much.min(-*flow).max(0);
        *flow += less;
        too_much -= less;
    }
}

/// Accounts up to which the fewest transfers are found by trying all groups; beyond, one group of all is used, which
/// takes at most one transfer less than there are accounts.
const FEWEST_UP_TO: usize = 12;

/// Parts the flows into as many groups as possible that each sum to nothing: within a group of k accounts, k − 1
/// transfers settle all, so the more groups, the fewer transfers.
fn groups(flows: &[(i64, i128)]) -> Vec<Vec<(i64, i128)>> {
    if flows.len() > FEWEST_UP_TO {
        return vec![flows.to_vec()];
    }
    let all = (1usize << flows.len()) - 1;
    let mut sums = vec![0i128; all + 1];
    let mut most = vec![0usize; all + 1];
    for set in 1..=all {
        let first = set.trailing_zeros() as usize;
        sums[set] = sums[set & (set - 1)] + flows[first].1;
        let best = members(set, flows.len()).map(|one| most[set & !(1 << one)]).max().unwrap_or(0);
        most[set] = best + usize::from(sums[set] == 0);
    }
    let mut groups: Vec<Vec<(i64, i128)>> = Vec::new();
    let mut set = all;
    while set != 0 {
        if sums[set] == 0 {
            groups.push(Vec::new());
        }
        let reached = most[set] - usize::from(sums[set] == 0);
        let Some(one) = members(set, flows.len()).find(|one| most[set & !(1 << one)] == reached) else { break };
        if let Some(group) = groups.last_mut() {
            group.push(flows[one]);
        }
        set &= !(1 << one);
    }
    groups
}

fn members(set: usize, of: usize) -> impl Iterator<Item = usize> {
    (0..of).filter(move |one| set & (1 << one) != 0)
}

/// The largest sender pays the largest receiver, until all are settled.
fn settle(group: &[(i64, i128)]) -> Vec<Transfer> {
    let mut left = group.to_vec();
    let mut made = Vec::new();
    loop {
        let (Some(giver), Some(taker)) = (
            (0..left.len()).filter(|at| left[*at].1 < 0).min_by_key(|at| left[*at].1),
            (0..left.len()).filter(|at| left[*at].1 > 0).max_by_key(|at| left[*at].1),
        ) else {
            return made;
        };
        let amount = (-left[giver].1).min(left[taker].1);
        left[giver].1 += amount;
        left[taker].1 -= amount;
        if let Ok(amount_minor) = i64::try_from(amount) {
            made.push(Transfer { from: left[giver].0, to: left[taker].0, amount_minor });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn vault(account: i64, holds_minor: i64, wanted_minor: Option<i64>) -> Vault {
        Vault { account, holds_minor, available_minor: holds_minor, wanted_minor }
    }

    fn made(vaults: &[Vault], minimum: i64) -> Vec<(i64, i64, i64)> {
        transfers(vaults, minimum).iter().map(|one| (one.from, one.to, one.amount_minor)).collect()
    }

    #[test]
    fn each_account_comes_to_hold_what_its_pockets_hold() {
        for (what, vaults, expected) in [
            (
                "two savings filled from the main account",
                vec![vault(1, 1000, None), vault(2, 100, Some(300)), vault(3, 0, Some(50))],
                vec![(1, 2, 200), (1, 3, 50)],
            ),
            ("what is too much comes back", vec![vault(1, 1000, None), vault(2, 300, Some(100))], vec![(2, 1, 200)]),
            (
                "savings settle among themselves in one transfer",
                vec![vault(1, 1000, None), vault(2, 300, Some(100)), vault(3, 0, Some(200))],
                vec![(2, 3, 200)],
            ),
            (
                "too little money: the first in order is filled",
                vec![vault(1, 250, None), vault(2, 0, Some(200)), vault(3, 0, Some(200))],
                vec![(1, 2, 200), (1, 3, 50)],
            ),
            ("an overdrawn main account sends nothing", vec![vault(1, -50, None), vault(2, 0, Some(200))], vec![]),
            ("pockets below zero want nothing", vec![vault(1, 0, None), vault(2, 80, Some(-20))], vec![(2, 1, 80)]),
            ("all is well", vec![vault(1, 10, None), vault(2, 80, Some(80))], vec![]),
        ] {
            assert_eq!(made(&vaults, 1), expected, "{what}");
        }
    }

    #[test]
    fn small_differences_are_left_alone() {
        let vaults = [vault(1, 1000, None), vault(2, 96, Some(100)), vault(3, 0, Some(50))];
        assert_eq!(made(&vaults, 10), [(1, 3, 50)]);
    }

    #[test]
    fn money_on_its_way_is_neither_sent_again_nor_expected_twice() {
        let coming = Vault { account: 2, holds_minor: 200, available_minor: 0, wanted_minor: Some(200) };
        let going = Vault { account: 1, holds_minor: 800, available_minor: 800, wanted_minor: None };
        assert_eq!(made(&[going, coming], 1), []);
        let too_much = Vault { wanted_minor: Some(50), ..coming };
        assert_eq!(made(&[going, too_much], 1), [], "what has not arrived cannot be sent on");
    }

    #[test]
    fn without_a_main_account_the_others_settle_among_themselves() {
        assert_eq!(made(&[vault(2, 300, Some(100)), vault(3, 0, Some(50))], 1), [(2, 3, 50)]);
    }

    proptest! {
        #[test]
        fn afterwards_accounts_equal_their_pockets_and_none_is_overdrawn(
            main in -2_000i64..20_000,
            rows in prop::collection::vec((0i64..5_000, 0i64..2_000, -500i64..5_000), 0..15),
            minimum in 0i64..300,
        ) {
            let mut vaults = vec![vault(1, main, None)];
            for (at, (holds, under_way, wanted)) in rows.iter().enumerate() {
                vaults.push(Vault { account: at as i64 + 2, holds_minor: holds + under_way, available_minor: *holds, wanted_minor: Some(*wanted) });
            }
            let made = transfers(&vaults, minimum);
            let net = |account: i64| made.iter().map(|one| if one.to == account { one.amount_minor } else if one.from == account { -one.amount_minor } else { 0 }).sum::<i64>();
            let mut touched = 0;
            let least = minimum.max(1);
            for vault in &vaults {
                let sent: i64 = made.iter().filter(|one| one.from == vault.account).map(|one| one.amount_minor).sum();
                let received: i64 = made.iter().filter(|one| one.to == vault.account).map(|one| one.amount_minor).sum();
                prop_assert!(sent <= vault.available_minor.max(0), "overdrawn");
                prop_assert!(sent == 0 || received == 0, "sends and receives");
                touched += usize::from(sent + received > 0);
            }
            prop_assert!(made.iter().all(|one| one.amount_minor > 0 && one.from != one.to));
            prop_assert!(made.len() <= touched.saturating_sub(1));
            // Where the money suffices for all, every account ends at its pockets' sum, but for what cannot be sent or is too small.
            let short: i64 = vaults.iter().filter_map(|vault| Some(vault.wanted_minor?.max(0) - vault.holds_minor)).filter(|missing| *missing >= least).sum();
            let free: i64 = vaults.iter().map(|vault| match vault.wanted_minor {
                None => vault.available_minor.max(0),
                Some(wanted) => Some((vault.holds_minor - wanted.max(0)).min(vault.available_minor)).filter(|surplus| *surplus >= least).unwrap_or(0),
            }).sum();
            if free >= short {
                for vault in &vaults {
                    let Some(wanted) = vault.wanted_minor else { continue };
                    let after = vault.holds_minor + net(vault.account);
                    let stuck = vault.holds_minor - vault.available_minor;
                    prop_assert!(
                        after == wanted.max(0) || (after - wanted.max(0)).abs() < least || (after > wanted.max(0) && after <= wanted.max(0).max(stuck) + least),
                        "{after} for {wanted}"
                    );
                }
            }
        }
    }
}
