package dev.longhaul.functionrunner;

/** What becomes of an input that the template does not name. */
enum UnknownInputs {
  /** It is an error: most likely a name was mistyped. */
  REFUSED,
  /** It is sent as it is, for the service to judge. */
  PASSED_ON
}
