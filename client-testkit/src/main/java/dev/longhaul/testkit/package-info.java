/**
 * What a test of code that works with long jobs needs: fake services over real HTTP and WebSockets,
 * faults on the wire, time that stands still, and recorders that let no event pass unseen.
 *
 * <p>A test that wants one fake takes the extension, and one about time hands the same {@link
 * dev.longhaul.testkit.VirtualTime} to the fake and to the code under test:
 *
 * <pre>{@code
 * @ExtendWith({LeakCheck.class, FakeExtension.class})
 * class ThumbnailsTest {
 *
 *   @Test
 *   void aLostAnswerMakesNoSecondJob(FakeFunctionRunner fake) {
 *     fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.answerLost());
 *     Thumbnails thumbnails = new Thumbnails(fake.baseUrl(), VirtualTime.create());
 *
 *     assertThrows(IOException.class, () -> thumbnails.submit("cat.png"));
 *
 *     assertEquals(1, fake.ledger().creates());
 *   }
 *
 *   @Test
 *   void aSlowJobIsReadEveryTenSeconds() throws Exception {
 *     VirtualTime time = VirtualTime.create();
 *     FakeOptions options = FakeOptions.builder().clock(time).build();
 *     try (FakeFunctionRunner fake = FakeFunctionRunner.start(options);
 *         EventRecorder<String> states = EventRecorder.create()) {
 *       fake.nextJob(JobScript.builder().stage("resize", Duration.ofSeconds(15)).build());
 *       Thumbnails thumbnails = new Thumbnails(fake.baseUrl(), time);
 *
 *       thumbnails.watch(thumbnails.submit("cat.png"), states);
 *       time.runNext();
 *       time.runNext();
 *
 *       assertEquals("running", states.next());
 *       assertEquals("completed", states.next());
 *       assertEquals(List.of(Duration.ofSeconds(10), Duration.ofSeconds(10)), time.delays());
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>The parts:
 *
 * <ul>
 *   <li>{@link dev.longhaul.testkit.FakeFunctionRunner}, a service with single tasks and batches,
 *       in both dialects of its contract; {@link dev.longhaul.testkit.FakeOptions} says what it
 *       does with idempotency keys and how it writes lists; {@link dev.longhaul.testkit.JobScript}
 *       says what a job does and {@link dev.longhaul.testkit.FakeJob} sets a job's state by hand.
 *   <li>{@link dev.longhaul.testkit.FakeVestis}, the service for images, with lists, a history and
 *       logins; {@link dev.longhaul.testkit.FakeVestisOptions} says how it names fields, what
 *       becomes of cancelled jobs and what its limits are; {@link dev.longhaul.testkit.ImageScript}
 *       and {@link dev.longhaul.testkit.FakeImageJob} are the script and the hand.
 *   <li>{@link dev.longhaul.testkit.FakeSora}, the video service, in both of its dialects; {@link
 *       dev.longhaul.testkit.FakeSoraOptions} says what a {@code DELETE} means there and what a
 *       list shows; {@link dev.longhaul.testkit.VideoScript} and {@link
 *       dev.longhaul.testkit.FakeVideo} are the script and the hand.
 *   <li>{@link dev.longhaul.testkit.FakeProjectEvents}, the service that tells over a WebSocket
 *       what happens in projects; {@link dev.longhaul.testkit.FakeProjectEventsOptions} says in
 *       which of its shapes, and {@link dev.longhaul.testkit.FakeTask} moves a task by hand. The
 *       Function Runner has such a socket, too: {@link dev.longhaul.testkit.EventsDialect}.
 *   <li>{@link dev.longhaul.testkit.FakeStreamer}, the service that takes requests over a
 *       WebSocket; {@link dev.longhaul.testkit.FakeStreamerOptions} says in which of its envelopes
 *       it answers, and {@link dev.longhaul.testkit.StreamerScript} what becomes of a request.
 *   <li>{@link dev.longhaul.testkit.FakeSockets}, the WebSockets of a fake: {@link
 *       dev.longhaul.testkit.FakeSocket} is a hand on one of them, and {@link
 *       dev.longhaul.testkit.SocketFault} lets the next go wrong: refused, stalled, dropped, half
 *       open, with frames that come twice, late, out of order or broken.
 *   <li>{@link dev.longhaul.testkit.RequestLedger}, which each of them has: what was received, and
 *       how many jobs were made, in all and for one key.
 *   <li>{@link dev.longhaul.testkit.WireFault}: resets, stalls, lost and broken answers, dropped
 *       connections and bodies that burst a client, for one {@link dev.longhaul.testkit.Operation}
 *       of a service or for any; or by chance with a seed.
 *   <li>{@link dev.longhaul.testkit.VirtualTime}, a clock and a scheduler in one.
 *   <li>{@link dev.longhaul.testkit.EventRecorder}, a listener that fails on events nobody looked
 *       at.
 *   <li>{@link dev.longhaul.testkit.FakeExtension}, which gives each test fakes of its own, and
 *       {@link dev.longhaul.testkit.LeakCheck}, which fails a test that leaves threads, fakes or
 *       response bodies behind.
 * </ul>
 */
@NullMarked
package dev.longhaul.testkit;

import org.jspecify.annotations.NullMarked;
