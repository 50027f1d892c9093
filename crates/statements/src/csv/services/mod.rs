//! Exports of payment services and marketplaces, known by their headings.
//!
//! They state what a bank statement does not: the gross amount a customer paid, the fee, the tax that a marketplace
//! collected and pays itself, and what is left; and which row is a sale, a refund, a fee, a payout. Their traps are each
//! service's own and stand in its file: rows that only announce, pairs of rows of a currency exchange, payouts among the
//! payments, one sale over several rows.

mod columns;
mod etsy;
mod layouts;
mod paypal;
mod plain;
mod reading;
mod wise;

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use columns::{Columns, Field};
pub use layouts::{Layout, recognise};
pub use reading::read;

/// A payment service or marketplace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    /// PayPal.
    PayPal,
    /// Stripe.
    Stripe,
    /// Square.
    Square,
    /// Wise, once TransferWise.
    Wise,
    /// Revolut.
    Revolut,
    /// Etsy.
    Etsy,
    /// Shopify and Shopify Payments.
    Shopify,
}

impl fmt::Display for Service {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::PayPal => "PayPal",
            Self::Stripe => "Stripe",
            Self::Square => "Square",
            Self::Wise => "Wise",
            Self::Revolut => "Revolut",
            Self::Etsy => "Etsy",
            Self::Shopify => "Shopify",
        })
    }
}

/// A file that a service exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Export {
    /// PayPal's activity or balance report.
    PaypalActivity,
    /// Stripe's balance history, itemised balance report or payout reconciliation.
    StripeBalance,
    /// Stripe's list of payouts.
    StripePayouts,
    /// Stripe's list of payments.
    StripePayments,
    /// Square's transactions, or its totals per day.
    SquareTransactions,
    /// A balance statement of Wise.
    WiseStatement,
    /// Wise's history of transfers over all balances.
    WiseTransfers,
    /// A personal account statement of Revolut.
    RevolutStatement,
    /// A business account statement of Revolut.
    RevolutBusiness,
    /// Etsy's monthly statement.
    EtsyStatement,
    /// Etsy's list of orders.
    EtsyOrders,
    /// The transactions of Shopify Payments' payouts.
    ShopifyTransactions,
    /// Shopify's list of orders.
    ShopifyOrders,
}

impl Export {
    /// Whose export it is.
    pub fn service(self) -> Service {
        match self {
            Self::PaypalActivity => Service::PayPal,
            Self::StripeBalance | Self::StripePayouts | Self::StripePayments => Service::Stripe,
            Self::SquareTransactions => Service::Square,
            Self::WiseStatement | Self::WiseTransfers => Service::Wise,
            Self::RevolutStatement | Self::RevolutBusiness => Service::Revolut,
            Self::EtsyStatement | Self::EtsyOrders => Service::Etsy,
            Self::ShopifyTransactions | Self::ShopifyOrders => Service::Shopify,
        }
    }

    /// Whether it lists orders, which say what was bought and not what moved on an account: the money of the same sales
    /// stands in another export.
    pub fn lists_orders(self) -> bool {
        matches!(self, Self::EtsyOrders | Self::ShopifyOrders)
    }
}
