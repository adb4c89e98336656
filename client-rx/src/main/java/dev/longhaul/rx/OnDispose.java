package dev.longhaul.rx;

/**
 * What becomes of a job when the stream that submitted it is disposed of before the job has ended.
 */
public enum OnDispose {
  /**
   * Stop watching; the job goes on. A submission that is still under way is aborted, and whether
   * the service accepted the job is then not known.
   */
  DETACH,
  /**
   * Ask the service to stop the job, and stop watching. A submission that is still under way is
   * waited for first, without holding a thread, since only a job whose id is known can be stopped.
   * What keeps a job from being stopped goes to {@code RxJavaPlugins.onError}.
   */
  CANCEL_JOB
}
