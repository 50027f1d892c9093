use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};

use crate::{Context, Failure};

/// A read: typed parameters in, a value out that the page, the API and the terminal all show.
pub trait Query: DeserializeOwned + JsonSchema + Send + 'static {
    /// Its name in the CLI and the API: a noun, `profit-and-loss`.
    const NAME: &'static str;
    /// What it answers.
    type Answer: Serialize + JsonSchema;

    /// The question it answers, in one sentence.
    fn about() -> String;
    /// Reads it.
    fn answer(&self, context: &mut Context) -> Result<Self::Answer, Failure>;
}
