package dev.longhaul.sora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoSeconds;
import dev.longhaul.generated.sora.model.VideoSize;
import dev.longhaul.job.JobHandle;
import dev.longhaul.testkit.FakeSoraOptions;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.VideoScript;
import dev.longhaul.testkit.WireFault;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A video whose answer was lost is taken for ours where its words are all that was asked for. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AdoptedVideoTest {
  private static final SoraOptions ONLY_WRITER = SoraOptions.builder().onlyWriter().build();

  /** Submits what starts from another video, by the id of that. */
  record Remake(SoraOperation operation, Function<String, VideoRequest> of) {
    @Override
    public String toString() {
      return operation.toString();
    }
  }

  static Stream<Remake> remakes() {
    return Stream.of(
        new Remake(SoraOperation.EDIT_VIDEO, id -> VideoRequest.edit(id, VideoBench.PROMPT)),
        new Remake(SoraOperation.REMIX_VIDEO, id -> VideoRequest.remix(id, VideoBench.PROMPT)),
        new Remake(
            SoraOperation.EXTEND_VIDEO,
            id -> VideoRequest.extend(id, VideoSeconds._4, VideoBench.PROMPT)));
  }

  private static JsonObject prompt(String prompt) {
    JsonObject request = new JsonObject();
    request.addProperty("prompt", prompt);
    return request;
  }

  /** Returns the id of a finished video with other words. */
  private static String source(VideoBench bench) throws InterruptedException {
    return bench.completed(VideoRequest.create(VideoBench.prompt().prompt("Something else"))).id();
  }

  private static VideoBench open(SoraOptions options) {
    return VideoBench.open(FakeSoraOptions.builder(), options, client -> client);
  }

  private static void assertUncertain(
      VideoBench bench, VideoRequest request, String... candidates) {
    SubmissionUncertainException doubt =
        catchThrowableOfType(
            SubmissionUncertainException.class, () -> bench.client.submit(request));
    assertThat(doubt).isNotNull();
    assertThat(doubt.candidates())
        .extracting(SubmissionUncertainException.Candidate::id)
        .containsExactly(candidates);
  }

  @ParameterizedTest
  @MethodSource("remakes")
  void aPlainVideoWithTheSameWordsIsNotTakenForARemake(Remake remake) throws Exception {
    try (VideoBench bench = open(SoraOptions.defaults())) {
      VideoRequest request = remake.of().apply(source(bench));
      bench.fake.fault(remake.operation(), WireFault.resetAfterRead());
      bench.fake.madeElsewhere(prompt(VideoBench.PROMPT), VideoScript.byHand());

      assertUncertain(bench, request, bench.fake.jobs().get(1).id());
    }
  }

  @ParameterizedTest
  @MethodSource("remakes")
  void theOnlyWriterFindsARemakeAgain(Remake remake) throws Exception {
    try (VideoBench bench = open(ONLY_WRITER)) {
      VideoRequest request = remake.of().apply(source(bench));
      bench.fake.fault(remake.operation(), WireFault.answerLost());
      bench.fake.nextJob(VideoScript.byHand());
      JobHandle<Video> job = bench.client.submit(request);
      job.detach();

      assertThat(job.id()).contains(bench.fake.jobs().get(1).id());
      assertThat(bench.fake.ledger().creates()).isEqualTo(2);
    }
  }

  @Test
  void aRemakeOfAnotherVideoIsNotEvenACandidate() throws Exception {
    try (VideoBench bench = open(ONLY_WRITER);
        SoraClient other = SoraClient.open(VideoBench.options(bench.fake.baseUrl()).build())) {
      String first = source(bench);
      String second = source(bench);
      bench.fake.fault(SoraOperation.EDIT_VIDEO, WireFault.resetAfterRead());
      other.submit(VideoRequest.remix(first, VideoBench.PROMPT)).detach();

      assertUncertain(bench, VideoRequest.edit(second, VideoBench.PROMPT));
    }
  }

  static Stream<Arguments> defaultsOfServers() {
    List<String> models = List.of("open-video-1", "sora-2");
    return Stream.of(
        Arguments.of(models, List.of("720x1280"), List.of("4")),
        Arguments.of(List.of("sora-2"), List.of("1280x720", "720x1280"), List.of("4")),
        Arguments.of(List.of("sora-2"), List.of("720x1280"), List.of("8", "4")));
  }

  @ParameterizedTest
  @MethodSource("defaultsOfServers")
  void aVideoWithDefaultsOfTheServersOwnIsFoundAgain(
      List<String> models, List<String> sizes, List<String> seconds) throws Exception {
    FakeSoraOptions.Builder fake = FakeSoraOptions.builder().offers(models, sizes, seconds);
    try (VideoBench bench = VideoBench.open(fake, SoraOptions.defaults(), client -> client)) {
      bench.fake.fault(SoraOperation.CREATE_VIDEO, WireFault.answerLost());
      bench.fake.nextJob(VideoScript.byHand());
      JobHandle<Video> job = bench.client.submit(VideoBench.create());
      job.detach();

      assertThat(job.id()).contains(bench.fake.jobs().get(0).id());
    }
  }

  @Test
  void aVideoOfAnotherSizeThanAskedForIsNotTakenForIt() throws Exception {
    try (VideoBench bench = open(SoraOptions.defaults())) {
      JsonObject other = prompt(VideoBench.PROMPT);
      other.addProperty("size", "1280x720");
      bench.fake.fault(SoraOperation.CREATE_VIDEO, WireFault.resetAfterRead());
      bench.fake.madeElsewhere(other, VideoScript.byHand());

      assertUncertain(bench, VideoRequest.create(VideoBench.prompt().size(VideoSize._720X1280)));
    }
  }
}
