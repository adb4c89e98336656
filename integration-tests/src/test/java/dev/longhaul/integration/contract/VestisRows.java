package dev.longhaul.integration.contract;

import static dev.longhaul.integration.contract.VestisCalls.vestis;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.generated.vestis.model.BackgroundRequest;
import dev.longhaul.generated.vestis.model.ChatRequest;
import dev.longhaul.generated.vestis.model.FlatlayRequest;
import dev.longhaul.generated.vestis.model.MdoliRequest;
import dev.longhaul.generated.vestis.model.OnModelRequest;
import dev.longhaul.vestis.ImageKind;
import dev.longhaul.vestis.ImageRequest;
import dev.longhaul.vestis.VestisOptions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Image jobs of Vestis, as its operations show them. */
final class VestisRows {
  static final String LIST = "vestis: listJobs";
  static final String READ = "vestis: readJob";

  private static final String JOB = "123";
  static final VestisOptions BY_FEATURE =
      VestisOptions.builder().statusPath("{feature}/status/{id}").build();

  private VestisRows() {}

  static List<ContractRow> rows() {
    return List.of(
        ContractRow.of("vestis: createJob")
            .callWithEach(
                Spec.operation("vestis: createJob").requestExamples(),
                (name, body) -> VestisCalls.submission(image(name, body)))
            .sending(Pictures::whole)
            .besides(LIST, "200/emptyPage")
            .telling(VestisRows::asHandleTells),
        ContractRow.of(LIST)
            .call("first page", vestis(c -> Handles.page(c.jobs(20))))
            .telling(VestisRows::rows),
        ContractRow.of(READ)
            .call("by id", vestis(c -> Trees.of(c.status(JOB))), VestisRows::asJob)
            .call(
                "attaching",
                vestis(c -> Handles.attached(c.attach(JOB))),
                VestisRows::asAttachedHandleTells),
        ContractRow.of("vestis: cancelJob")
            .call("by id", vestis(c -> Handles.cancelled(c.cancel(JOB))))
            .besides(READ, "200/pending")
            .telling(anyWords -> Handles.cancelled("Accepted", JOB, 0))
            .tellingRefusals(VestisRows::refusedCancel),
        ContractRow.of("vestis: readFeatureStatus")
            .call("by id", vestis(BY_FEATURE, c -> Trees.of(c.status(JOB, ImageKind.FLATLAY))))
            .telling(VestisRows::asJob));
  }

  /** Returns a request by the name of its example, which begins with its kind. */
  static ImageRequest image(String name, JsonElement example) {
    JsonElement body = Pictures.whole(example);
    return switch (name) {
      case "chat", "chatShort" -> ImageRequest.chat(Trees.model(body, ChatRequest.class));
      case "flatlay" -> ImageRequest.flatlay(Trees.model(body, FlatlayRequest.class));
      case "mdoli" -> ImageRequest.mannequin(Trees.model(body, MdoliRequest.class));
      case "onModel" -> ImageRequest.onModel(Trees.model(body, OnModelRequest.class));
      case "background" -> ImageRequest.background(Trees.model(body, BackgroundRequest.class));
      case "legacy" -> ImageRequest.legacy(body.getAsJsonObject());
      default -> throw new AssertionError("No kind of image is known for the example " + name);
    };
  }

  /** A handle has no place for how many pictures were sent, and for whom they show. */
  static JsonElement asHandleTells(JsonElement answer) {
    JsonObject from = VestisAnswers.plain(answer);
    JsonObject told = new JsonObject();
    if (from.has("job_id")) {
      told.add("id", from.get("job_id"));
    }
    told.add("status", from.get("status"));
    if (from.has("image_url")) {
      told.add("result", VestisAnswers.only(from, "image_url", "generated_at", "message"));
    } else if (from.has("estimated_time")) {
      told.add("estimated_time", from.get("estimated_time"));
    }
    return told;
  }

  private static JsonElement rows(JsonElement page) {
    JsonElement rows = page.getAsJsonObject().get("jobs");
    rows.getAsJsonArray().forEach(VestisRows::withTextId);
    return rows;
  }

  private static void withTextId(JsonElement job) {
    job.getAsJsonObject().add("job_id", VestisAnswers.text(job.getAsJsonObject().get("job_id")));
  }

  /** Returns any form of a job in the one that the client gives to all. */
  static JsonElement asJob(JsonElement answer) {
    return VestisAnswers.job(answer);
  }

  static JsonElement asAttachedHandleTells(JsonElement answer) {
    JsonObject job = VestisAnswers.job(answer);
    job.addProperty("id", JOB);
    job.keySet().retainAll(Set.of("id", "status", "progress", "result", "error"));
    return job;
  }

  /** The job waits whenever it is read, so a clear refusal leaves it waiting. */
  private static @Nullable JsonElement refusedCancel(CannedAnswer answer) {
    int status = answer.status();
    return switch (status) {
      case 400, 405, 409, 422, 503 -> Handles.cancelled("StillRunning", JOB, status);
      case 404 ->
          answer.example().equals("hiddenServerFault")
              ? Handles.cancelled("AnswerLost", JOB, status)
              : Handles.cancelled("NoSuchJob", JOB, 0);
      case 500 -> Handles.cancelled("AnswerLost", JOB, status);
      default -> null;
    };
  }
}
