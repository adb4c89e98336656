package dev.longhaul.testkit;

/** Makes error answers in the form of one service. */
interface ErrorAnswers {

  /** An error of which the service says no more than its status does. */
  WireAnswer plain(int status, String message);

  /** An error with a code for programs. */
  WireAnswer coded(int status, String code, String message);
}
