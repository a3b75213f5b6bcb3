//! withdrawing
