//! sync-model
