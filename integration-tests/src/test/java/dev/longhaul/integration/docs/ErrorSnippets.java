package dev.longhaul.integration.docs;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.job.JobFailedException;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.WaitTimeoutException;
import java.time.Duration;
import org.slf4j.Logger;

/** The examples of docs/errors.md: what lies in a region stands there word for word. */
final class ErrorSnippets {
  private ErrorSnippets() {}

  // region: errors-by-remedy
  static String paint(FunctionRunnerClient client, TaskSubmission task, Logger log)
      throws InterruptedException {
    try {
      JobHandle<TaskResult> job = client.submit(task);
      return job.await(Duration.ofMinutes(10)).resultOrThrow().getTaskId();
    } catch (InvalidInputException wrong) {
      return "correct " + wrong.field();
    } catch (QuotaExhaustedException broke) {
      return "needs " + broke.creditsRequired() + ", has " + broke.creditsAvailable();
    } catch (RateLimitedException busy) {
      return "again in " + busy.facts().retryAfter().orElse(Duration.ofMinutes(1));
    } catch (SubmissionUncertainException uncertain) {
      return "look for " + uncertain.key() + (uncertain.exists() ? ", it is there" : "");
    } catch (WaitTimeoutException ours) {
      return "goes on as " + ours.snapshot().id().orElseThrow();
    } catch (JobFailedException failed) {
      return failed.failure().moderated() ? "change the prompt" : failed.failure().code();
    } catch (LonghaulException other) {
      log.warn("no picture", other);
      return other.userMessage();
    }
  }

  // endregion

  static String fields(RefusedException refused) {
    // region: errors-fields
    CallFacts facts = refused.facts();
    StringBuilder text = new StringBuilder("The service said no");
    facts.serverCode().ifPresent(code -> text.append(" with the code ").append(code));
    facts
        .fieldErrors()
        .forEach((field, words) -> text.append("; ").append(field).append(' ').append(words));
    facts.requestId().ifPresent(id -> text.append(" (request ").append(id).append(')'));
    // endregion
    return text.toString();
  }

  static String reach(LonghaulException failure) {
    // region: errors-reach
    String advice =
        switch (failure.facts().reach()) {
          case NOT_SENT, DECLINED -> "nothing was done";
          case MAY_HAVE_TAKEN_EFFECT -> "look before you repeat it";
        };
    // endregion
    return advice;
  }
}
