//! There are never more inside than there are permits. The scenario of `only_so_many_get_in`, for step 1.

use super::by_hand::Count;
use super::only_so_many_get_in;
use crate::sync::Model;

pub fn model() -> Model {
    only_so_many_get_in::model_of::<Count>("only so many get in, in no order")
}
