//! A wait that times out leaves no trace. The scenario of `a_timeout_loses_no_permit`, for step 1.

use super::a_timeout_loses_no_permit;
use super::by_hand::Count;
use crate::sync::Model;

pub fn model() -> Model {
    a_timeout_loses_no_permit::model_of::<Count>("a timeout loses no permit, without a line")
}
