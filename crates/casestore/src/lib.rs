//! casestore
