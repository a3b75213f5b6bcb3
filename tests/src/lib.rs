//! throughline-tests
