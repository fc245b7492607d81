//! Of those who wait, as many go on as permits come at once. The scenario of `as_many_go_on_as_permits_come`, for step
//! 1.

use super::as_many_go_on_as_permits_come;
use super::by_hand::Count;
use crate::sync::Model;

pub fn model() -> Model {
    as_many_go_on_as_permits_come::model_of::<Count>("two go on by two permits, in no order")
}
