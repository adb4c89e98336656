package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.testkit.FakeSoraOptions.ListItems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class VideoListTest {

  private FakeSora fake = FakeSora.start();
  private SoraCalls calls = new SoraCalls(fake);

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void aListWithNoVideosSaysNothingOfIds() throws IOException {
    assertThat(calls.list(""))
        .isEqualTo(SoraCalls.json("{\"object\": \"list\", \"data\": [], \"has_more\": false}"));
  }

  @Test
  void theNewestComeFirstUnlessAskedOtherwise() throws IOException {
    make(3);

    assertThat(ids(calls.list(""))).containsExactly("video_3", "video_2", "video_1");
    assertThat(ids(calls.list("?order=desc"))).containsExactly("video_3", "video_2", "video_1");
    assertThat(ids(calls.list("?order=asc"))).containsExactly("video_1", "video_2", "video_3");
  }

  @Test
  void aPageGoesOnBehindTheLastOfTheOneBefore() throws IOException {
    make(5);

    JsonObject first = calls.list("?limit=2");
    JsonObject second = calls.list("?limit=2&after=" + first.get("last_id").getAsString());
    JsonObject third = calls.list("?limit=2&after=" + second.get("last_id").getAsString());

    assertThat(first.get("first_id").getAsString()).isEqualTo("video_5");
    assertThat(ids(first)).containsExactly("video_5", "video_4");
    assertThat(ids(second)).containsExactly("video_3", "video_2");
    assertThat(ids(third)).containsExactly("video_1");
    assertThat(first.get("has_more").getAsBoolean()).isTrue();
    assertThat(second.get("has_more").getAsBoolean()).isTrue();
    assertThat(third.get("has_more").getAsBoolean()).isFalse();
    assertThat(ids(calls.list("?order=asc&after=video_3"))).containsExactly("video_4", "video_5");
  }

  @Test
  void aPageThatEndsWithTheLastVideoSaysSo() throws IOException {
    make(4);

    assertThat(calls.list("?limit=4").get("has_more").getAsBoolean()).isFalse();
    assertThat(calls.list("?after=video_1").getAsJsonArray("data")).isEmpty();
    assertThat(calls.list("?limit=0").get("has_more").getAsBoolean()).isTrue();
  }

  @Test
  void aPageHoldsTwentyUnlessAskedOtherwise() throws IOException {
    make(101);

    assertThat(calls.listed("")).hasSize(20);
    assertThat(calls.listed("?limit=100")).hasSize(100);
  }

  @Test
  void whatCannotBeAskedIsRefused() throws IOException {
    String[][] refusals = {
      {"?limit=101", "400 limit invalid_value"},
      {"?limit=-1", "400 limit invalid_value"},
      {"?limit=", "400 limit invalid_value"},
      {"?limit=12345678901", "400 limit invalid_value"},
      {"?order=newest", "400 order invalid_value"},
      {"?after=video_9", "404 after not_found"},
      {"?after=%zz", "400 - -"},
    };
    for (String[] refusal : refusals) {
      assertThat(SoraCalls.refusal(calls.http().get(SoraCalls.VIDEOS + refusal[0])))
          .isEqualTo(refusal[1]);
    }
  }

  @Test
  void deletedVideosAreNotShownAndStillMarkAPlace() throws IOException {
    fake.everyJob(VideoScript.builder().build());
    make(3);
    calls.delete("video_2");

    assertThat(ids(calls.list(""))).containsExactly("video_3", "video_1");
    assertThat(ids(calls.list("?after=video_2"))).containsExactly("video_1");
  }

  @Test
  void aListMayLeaveOutThePrompt() throws IOException {
    restart(ListItems.NO_PROMPT);
    make(1);

    JsonObject item = calls.listed("").get(0).getAsJsonObject();

    assertThat(item.has("prompt")).isFalse();
    assertThat(item.get("size").getAsString()).isEqualTo("720x1280");
    assertThat(calls.video("video_1").has("prompt")).isTrue();
  }

  @Test
  void aListMayShowNextToNothing() throws IOException {
    restart(ListItems.PARTIAL);
    make(1);

    assertThat(calls.listed("").get(0).getAsJsonObject().keySet())
        .containsExactly("id", "object", "status");
  }

  private void restart(ListItems items) {
    close();
    fake = FakeSora.start(FakeSoraOptions.builder().listItems(items).build());
    calls = new SoraCalls(fake);
  }

  private void make(int videos) throws IOException {
    for (int video = 0; video < videos; video++) {
      calls.create();
    }
  }

  private static List<String> ids(JsonObject page) {
    List<String> ids = new ArrayList<>();
    for (JsonElement video : page.getAsJsonArray("data")) {
      ids.add(video.getAsJsonObject().get("id").getAsString());
    }
    return ids;
  }
}
