package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.functionrunner.model.BackendType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A query says which templates to list, as a value. */
class TemplateQueryTest {

  private static TemplateQuery.Builder full() {
    return TemplateQuery.builder()
        .category("image")
        .tags(List.of("fast", "new"))
        .backendType(BackendType.COMFYUI)
        .search("sunset at sea")
        .limit(20)
        .offset(40);
  }

  @Test
  void whatIsSetIsTold() {
    TemplateQuery query = full().build();

    assertThat(query.category()).contains("image");
    assertThat(query.tags()).containsExactly("fast", "new");
    assertThat(query.backendType()).contains(BackendType.COMFYUI);
    assertThat(query.search()).contains("sunset at sea");
    assertThat(query.limit()).hasValue(20);
    assertThat(query.offset()).isEqualTo(40);
  }

  @Test
  void theQueryForAllHasNoFilter() {
    TemplateQuery all = TemplateQuery.all();

    assertThat(all.category()).isEmpty();
    assertThat(all.tags()).isEmpty();
    assertThat(all.backendType()).isEmpty();
    assertThat(all.search()).isEmpty();
    assertThat(all.limit()).isEmpty();
    assertThat(all.offset()).isZero();
    assertThat(all).isEqualTo(TemplateQuery.builder().offset(0).build());
  }

  static Stream<Consumer<TemplateQuery.Builder>> changes() {
    return Stream.of(
        it -> it.category("video"),
        it -> it.tags(List.of("fast")),
        it -> it.tags(List.of("new", "fast")),
        it -> it.tags(List.of()),
        it -> it.backendType(BackendType.of("a newer one")),
        it -> it.search("sunset"),
        it -> it.limit(21),
        it -> it.offset(0));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void queriesAreEqualWhenEveryPartIs(Consumer<TemplateQuery.Builder> change) {
    TemplateQuery.Builder changed = full().build().toBuilder();
    assertThat(changed.build()).isEqualTo(full().build()).hasSameHashCodeAs(full().build());

    change.accept(changed);
    assertThat(changed.build()).isNotEqualTo(full().build()).isNotEqualTo(null);
  }

  @Test
  void aQueryDoesNotChangeWithWhatItWasMadeOf() {
    List<String> tags = new ArrayList<>(List.of("fast", "fast", "new"));
    TemplateQuery.Builder builder = TemplateQuery.builder().tags(tags);
    TemplateQuery query = builder.build();
    tags.clear();
    builder.tags(List.of()).category("late");

    assertThat(query.tags()).containsExactly("fast", "new").isUnmodifiable();
    assertThat(query.category()).isEmpty();
  }

  @Test
  void theNextPageStartsWhereThisOneEnds() {
    TemplateQuery second = full().build().nextPage();

    assertThat(second).isEqualTo(full().offset(60).build());
    assertThat(second.nextPage().offset()).isEqualTo(80);
  }

  @Test
  void thereIsNoNextPageWithoutALimitOrBeyondTheLastNumber() {
    assertThat(refusal(() -> TemplateQuery.all().nextPage()))
        .hasMessage("limit is not set, so there is no next page. Set it from 1 to 1000.");
    TemplateQuery last = full().offset(Integer.MAX_VALUE - 20).build();
    assertThat(last.nextPage().offset()).isEqualTo(Integer.MAX_VALUE);
    assertThat(refusal(() -> last.nextPage().nextPage()).field()).isEqualTo("offset");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void aBlankFilterIsRefused(String blank) {
    TemplateQuery.Builder builder = TemplateQuery.builder();

    assertThat(refusal(() -> builder.category(blank)).field()).isEqualTo("category");
    assertThat(refusal(() -> builder.tags(List.of("fast", blank))).field()).isEqualTo("tags");
    assertThat(refusal(() -> builder.search(blank)).field()).isEqualTo("search");
    assertThat(refusal(() -> builder.backendType(BackendType.of(blank))).field())
        .isEqualTo("backendType");
    assertThat(builder.build()).isEqualTo(TemplateQuery.all());
  }

  @Test
  void aFilterThatIsTooLongIsRefused() {
    TemplateQuery.Builder builder = TemplateQuery.builder().search("x".repeat(500));

    assertThat(refusal(() -> builder.search("x".repeat(501))))
        .hasMessage("search has 501 characters, above the limit of 500. Shorten it.");
    List<String> many = IntStream.rangeClosed(1, 51).mapToObj(Integer::toString).toList();
    assertThat(builder.tags(many.subList(0, 50)).build().tags()).hasSize(50);
    assertThat(refusal(() -> builder.tags(many)))
        .hasMessageStartingWith("tags are 51, above the limit of 50.");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1_001, Integer.MAX_VALUE})
  void aLimitOutsideOfOneToAThousandIsRefused(int limit) {
    assertThat(refusal(() -> TemplateQuery.builder().limit(limit)))
        .hasMessageStartingWith("limit is " + limit + ", outside 1 to 1000. ");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000})
  void aLimitFromOneToAThousandIsTaken(int limit) {
    assertThat(TemplateQuery.builder().limit(limit).build().limit()).hasValue(limit);
  }

  @Test
  void anOffsetBelowZeroIsRefused() {
    assertThat(refusal(() -> TemplateQuery.builder().offset(-1)))
        .hasMessageStartingWith("offset is -1, below the limit of 0. ");
  }

  @Test
  void theTextFormHoldsNoSearchText() {
    assertThat(full().build())
        .hasToString(
            "TemplateQuery[offset=40, limit=20, category=image, tags=[fast, new],"
                + " backendType=comfyui, search=(a text of length 13)]");
    assertThat(TemplateQuery.all()).hasToString("TemplateQuery[offset=0]");
  }

  private static InvalidInputException refusal(Runnable step) {
    InvalidInputException refused = catchThrowableOfType(InvalidInputException.class, step::run);
    assertThat(refused).as("refusal").isNotNull();
    return refused;
  }
}
