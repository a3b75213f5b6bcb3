//! confirming
