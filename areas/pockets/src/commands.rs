//! The writes of this area, one file each.

mod contribution_refusal;
mod end_contribution;
mod map_pocket;
mod order;
mod payment_file;
mod payment_refusal;
mod plan_contribution;
mod plan_pay;
mod run_contribution;
mod run_pay;

pub use end_contribution::{EndContribution, ForgetContribution, ResumeContribution};
pub use map_pocket::MapPocket;
pub use payment_file::{GiveUpTransfer, MadePaymentFile, MakePaymentFile, PaymentFormat, WithdrawPaymentFile};
pub use plan_contribution::PlanContribution;
pub use plan_pay::{EndPayPlan, PlanPay};
pub use run_contribution::{RunContribution, SkipContribution, WithdrawContribution};
pub use run_pay::{RunPay, SkipPay, WithdrawPay};
