package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The videos and characters of a fake, and the scripts of videos to come. Safe for threads. */
final class VideoStore {

  private final FakeSoraOptions options;
  private final Map<String, FakeVideo> videos = new LinkedHashMap<>();
  private final Map<String, JsonObject> characters = new HashMap<>();
  private final Deque<VideoScript> next = new ArrayDeque<>();
  private VideoScript rest = VideoScript.quick();
  private int made;
  private int charactersMade;

  VideoStore(FakeSoraOptions options) {
    this.options = options;
  }

  synchronized void next(VideoScript script) {
    next.add(script);
  }

  synchronized void rest(VideoScript script) {
    rest = script;
  }

  /** Makes a video that follows the script whose turn it is. */
  synchronized FakeVideo create(VideoPlan plan) {
    VideoScript planned = next.poll();
    return create(plan, planned == null ? rest : planned);
  }

  synchronized FakeVideo create(VideoPlan plan, VideoScript script) {
    made++;
    FakeVideo video = new FakeVideo(made, plan, script, options);
    videos.put(video.id(), video);
    return video;
  }

  /** Finds a video, one that was deleted included. */
  synchronized @Nullable FakeVideo find(String id) {
    return videos.get(id);
  }

  /** Finds a video that the service still shows. */
  @Nullable FakeVideo shown(String id) {
    FakeVideo video = find(id);
    return video == null || video.deleted() ? null : video;
  }

  synchronized List<FakeVideo> all() {
    return new ArrayList<>(videos.values());
  }

  /** Keeps a character under an id of the service's, and returns it. */
  synchronized JsonObject addCharacter(String name) {
    charactersMade++;
    return putCharacter("char_" + charactersMade, name);
  }

  synchronized JsonObject putCharacter(String id, String name) {
    JsonObject character = new JsonObject();
    character.addProperty("id", id);
    character.addProperty("name", name);
    character.addProperty("created_at", options.clock.instant().getEpochSecond());
    characters.put(id, character);
    return character;
  }

  synchronized @Nullable JsonObject character(String id) {
    return characters.get(id);
  }

  synchronized void forget() {
    videos.clear();
    characters.clear();
  }
}
