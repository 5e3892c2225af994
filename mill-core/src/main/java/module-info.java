/// Coroutines, channels and choose on one thread.
///
/// Everything for users stands in the package `org.jmill`; what coroutines wait for besides values, in
/// `org.jmill.sync`.
module org.jmill {
    requires org.jctools.core;
    requires static org.jspecify; // What may be null; nobody needs it to compile or to run.
    // Both are there in every full JDK; without them there are no events and no MBean, and that is
    // all.
    requires static jdk.jfr;
    requires static java.management;

    exports org.jmill;
    exports org.jmill.sync;
    exports org.jmill.world;
}
