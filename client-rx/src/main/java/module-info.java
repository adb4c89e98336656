/** Jobs as RxJava streams, over the exported API of the core. */
module dev.longhaul.rx {
  requires transitive dev.longhaul.core;
  requires transitive io.reactivex.rxjava3;
  requires transitive org.reactivestreams;
  requires org.jspecify;

  exports dev.longhaul.rx;
}
