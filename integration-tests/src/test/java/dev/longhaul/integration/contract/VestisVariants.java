package dev.longhaul.integration.contract;

import static dev.longhaul.integration.contract.VestisCalls.vestis;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.vestis.ImageKind;
import dev.longhaul.vestis.ImageRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the document of Vestis says of bodies besides its operations: what each kind of image takes,
 * which its one operation cannot show, and the other forms that answers and errors may have.
 */
final class VestisVariants {
  private static final String JOB = "123";

  private VestisVariants() {}

  static List<ContractRow> rows() {
    Stream<ContractRow> kinds =
        Stream.of(
            kind("chat", "ChatRequest"),
            kind("flatlay", "FlatlayRequest"),
            kind("mdoli", "MdoliRequest"),
            kind("onModel", "OnModelRequest"),
            kind("background", "BackgroundRequest"),
            kind("legacy", "LegacyRequest"));
    Stream<ContractRow> submissions =
        Stream.of("GenerateAnswer", "GenerateAnswerCamel", "JobAccepted", "ImageReady")
            .map(VestisVariants::submission);
    Stream<ContractRow> reads =
        Stream.of("Job", "JobCamel", "JobEnvelope").map(VestisVariants::read);
    Stream<ContractRow> featureReads =
        Stream.of("FeatureStatus", "FeatureStatusSnake").map(VestisVariants::featureRead);
    return Stream.of(kinds, submissions, reads, featureReads).flatMap(rows -> rows).toList();
  }

  /** Returns rows for the forms of errors, which are the same for every operation. */
  static List<ContractRow> refusals() {
    return Stream.of(
            "ErrorBody",
            "ErrorText",
            "ErrorFields",
            "ErrorCoded",
            "ErrorCodeField",
            "ErrorMessage",
            "TryOnError",
            "CreditsError")
        .map(
            schema ->
                ContractRow.of(operation("readGeneration", "ErrorBody", schema))
                    .call("by id", vestis(c -> Trees.of(c.generation("77")))))
        .toList();
  }

  private static SpecOperation operation(String id, String schema, String other) {
    return Spec.named("vestis").with(Map.of(schema, other)).own(id);
  }

  /**
   * Returns the row of a kind by the name of its example, which is that of its flag but for capital
   * letters; the kind without a flag has one that no parameter has. The client holds the options of
   * one example back, which a later server refuses there.
   */
  private static ContractRow kind(String name, String schema) {
    SpecOperation operation =
        Spec.named("vestis")
            .with(Map.of("GenerateBody", schema))
            .withQuery("createJob", name.toLowerCase(Locale.ROOT))
            .own("createJob");
    Map<String, JsonElement> examples = operation.requestExamples();
    examples.remove("withOptions");
    return ContractRow.of(operation)
        .callWithEach(
            examples, (label, body) -> VestisCalls.submission(VestisRows.image(name, body)))
        .sending(Pictures::whole)
        .telling(VestisRows::asHandleTells);
  }

  private static ContractRow submission(String schema) {
    JsonObject body = new JsonObject();
    body.addProperty("prompt", "A blue dress");
    return ContractRow.of(operation("createJob", "GenerateAnswer", schema))
        .call("legacy", VestisCalls.submission(ImageRequest.legacy(body)))
        .telling(VestisRows::asHandleTells);
  }

  private static ContractRow read(String schema) {
    return ContractRow.of(operation("readJob", "Job", schema))
        .call("by id", vestis(c -> Trees.of(c.status(JOB))), VestisRows::asJob)
        .call(
            "attaching",
            vestis(c -> Handles.attached(c.attach(JOB))),
            VestisRows::asAttachedHandleTells);
  }

  private static ContractRow featureRead(String schema) {
    return ContractRow.of(operation("readFeatureStatus", "FeatureStatus", schema))
        .call(
            "by id",
            vestis(VestisRows.BY_FEATURE, c -> Trees.of(c.status(JOB, ImageKind.FLATLAY))),
            VestisRows::asJob)
        .call(
            "attaching",
            vestis(VestisRows.BY_FEATURE, c -> Handles.attached(c.attach(JOB, ImageKind.ON_MODEL))),
            VestisRows::asAttachedHandleTells);
  }
}
