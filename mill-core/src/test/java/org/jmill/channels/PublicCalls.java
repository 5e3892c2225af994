package org.jmill.channels;

import static org.jmill.Mill.chmake;
import static org.jmill.Mill.chs;
import static org.jmill.Mill.go;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jmill.BlockingOperation;
import org.jmill.Body;
import org.jmill.CancelledException;
import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Coro;
import org.jmill.Coroutine;
import org.jmill.CoroutineLocal;
import org.jmill.Dump;
import org.jmill.Engine;
import org.jmill.Fork;
import org.jmill.Generator;
import org.jmill.Inbox;
import org.jmill.Mill;
import org.jmill.MillOptions;
import org.jmill.MillPanic;
import org.jmill.Order;
import org.jmill.ParkingLot;
import org.jmill.Received;
import org.jmill.Scope;
import org.jmill.Signal;
import org.jmill.Sink;
import org.jmill.Source;
import org.jmill.Stats;
import org.jmill.sync.Barrier;
import org.jmill.sync.Cond;
import org.jmill.sync.Event;
import org.jmill.sync.Flights;
import org.jmill.sync.Latch;
import org.jmill.sync.Mutex;
import org.jmill.sync.Overflow;
import org.jmill.sync.Rate;
import org.jmill.sync.Retry;
import org.jmill.sync.RwLock;
import org.jmill.sync.Semaphore;
import org.jmill.sync.Topic;
import org.jmill.sync.WaitGroup;
import org.jmill.world.Verb;
import org.jmill.world.Workers;
import org.jmill.world.World;

/// Every public method of the packages for users, found by reflection, with objects to call it on
/// and arguments that make sense. Its calls do not wait.
final class PublicCalls {
    private static final Pipe PIPE = openPipe(); // One for all mills: hundreds are made.

    private final Map<Class<?>, Object> samples = new HashMap<>();

    /// Makes the objects, in the mill that runs here.
    PublicCalls() throws Exception {
        Chan<Object> ch = chmake(4);
        chs(ch, "value");
        Inbox<Object> inbox = Mill.inbox(4);
        inbox.offer("value");
        Coroutine ended = go("ended", () -> {});
        Generator<Object> generator = Generator.create(out -> out.yield("value"));
        put(Chan.class, ch);
        put(Source.class, ch);
        put(Sink.class, ch);
        put(Throwable.class, new MillPanic("sample: failure"));
        put(Object[].class, new Object[] {"v"});
        Choose choose = Mill.choose().otherwise();
        choose.end();
        put(Choose.class, choose);
        put(Choose.Case.class, Mill.otherwise(() -> "v"));
        put(Choose.Case[].class, new Choose.Case<?, ?>[] {Mill.otherwise(() -> "v")});
        put(Choose.Handler.class, (Choose.Handler<Object, Object, RuntimeException>) v -> v);
        put(Choose.Action.class, (Choose.Action<Object, RuntimeException>) v -> {});
        put(Inbox.class, inbox);
        put(Coroutine.class, ended);
        put(Coro.class, Coro.create((self, first) -> first));
        put(Generator.class, generator);
        put(Generator.Values.class, generator.iterator());
        put(Generator.Out.class, (Generator.Out<Object>) v -> {});
        put(Generator.Code.class, (Generator.Code<Object>) out -> {});
        put(Coro.Code.class, (Coro.Code<Object, Object>) (self, first) -> first);
        put(CoroutineLocal.class, CoroutineLocal.create());
        put(Dump.class, Mill.dump());
        put(Dump.CoroutineRow.class, Mill.dump().coroutines().get(0));
        put(Dump.ChannelRow.class, Mill.dump().channels().get(0));
        put(MillOptions.class, MillOptions.defaults());
        put(Received.Value.class, new Received.Value<>("v"));
        put(Received.Done.class, new Received.Done<>("v"));
        put(Received.Failed.class, new Received.Failed<>(new MillPanic("sample: failure")));
        put(Received.Empty.class, new Received.Empty<>());
        put(Body.class, (Body<RuntimeException>) () -> {});
        put(Mill.Main.class, (Mill.Main) main -> {});
        put(BlockingOperation.class, (BlockingOperation<Object, RuntimeException>) () -> "v");
        put(Signal.class, Mill.signal());
        put(Stats.class, Mill.stats());
        put(World.class, World.real());
        put(Workers.Kind.class, Workers.Kind.BLOCKING);
        put(Verb.class, Verb.SET);
        put(ParkingLot.class, new ParkingLot(Verb.AWAIT, "sample"));
        putScopes();
        putSync();
        put(Engine.class, Engine.PORTABLE);
        put(Order.class, Order.DIRECT);
        put(MillPanic.class, new MillPanic("sample: panic"));
        put(Callable.class, (Callable<Object>) () -> "v");
        put(Flow.Publisher.class, (Flow.Publisher<Object>) subscriber -> {});
        put(CompletionStage.class, CompletableFuture.completedFuture("v"));
        put(Runnable.class, (Runnable) () -> {});
        put(Supplier.class, (Supplier<Object>) () -> "v");
        put(Consumer.class, (Consumer<Object>) v -> {});
        put(BiConsumer.class, (BiConsumer<Object, Object>) (a, b) -> {});
        put(BooleanSupplier.class, (BooleanSupplier) () -> true);
        put(RandomGenerator.class, RandomGenerator.getDefault());
        put(Duration.class, Duration.ofMillis(1));
        put(SelectableChannel.class, PIPE.source());
        put(Class.class, Object.class);
        put(String.class, "name");
        put(Object.class, "v");
        put(int.class, 1);
        put(long.class, 0L);
        put(double.class, 1.0);
        put(boolean.class, true);
        put(List.class, List.of());
    }

    private void putScopes() {
        Scope.run(scope -> {
            put(Scope.class, scope); // It has ended.
            put(Fork.class, scope.fork(() -> "v"));
            put(Dump.ScopeRow.class, Mill.dump().scopes().get(0));
        });
        go(() -> {
            Mill.self().cancel();
            try {
                Mill.yield();
            } catch (CancelledException e) {
                put(CancelledException.class, e);
            }
        });
        put(Scope.Code.class, (Scope.Code<RuntimeException>) scope -> {});
        put(Scope.Computation.class, (Scope.Computation<Object, RuntimeException>) scope -> "v");
        put(Mill.Work.class, (Mill.Work<Object, Object, RuntimeException>) v -> v);
        put(CompletionStage.class, CompletableFuture.completedFuture("v"));
        put(Callable[].class, new Callable<?>[] {() -> "v"});
        put(Collection.class, List.of());
        put(Iterable.class, List.of());
    }

    private void putSync() {
        Semaphore semaphore = new Semaphore(4);
        put(Semaphore.class, semaphore);
        put(Semaphore.Permit.class, semaphore.acquire());
        put(Mutex.class, new Mutex());
        put(Mutex.Guard.class, new Mutex().lock());
        put(RwLock.class, new RwLock());
        put(RwLock.Guard.class, new RwLock().read());
        put(Cond.class, new Cond());
        put(Latch.class, new Latch(1));
        put(WaitGroup.class, new WaitGroup());
        put(Event.class, new Event());
        put(Barrier.class, new Barrier(1));
        put(Rate.class, new Rate(100, 10));
        put(Topic.class, new Topic<Object>());
        put(Overflow.class, Overflow.WAIT);
        put(Flights.class, new Flights<Object, Object>());
        put(Retry.class, new Retry(2));
        put(Predicate.class, (Predicate<Object>) v -> true);
    }

    private void put(Class<?> type, Object sample) {
        samples.put(type, sample);
    }

    private static Pipe openPipe() {
        try {
            Pipe pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            return pipe;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All methods, in a stable order.
    static List<Method> methods() throws Exception {
        List<Method> methods = new ArrayList<>();
        for (Class<?> type : types()) {
            for (Method m : type.getDeclaredMethods()) {
                if (Modifier.isPublic(m.getModifiers()) && !m.isSynthetic() && !m.isBridge()) {
                    methods.add(m);
                }
            }
        }
        methods.sort(Comparator.comparing(PublicCalls::name));
        return methods;
    }

    /// The public types of the packages, nested ones included.
    private static List<Class<?>> types() throws Exception {
        Path classes = Path.of(
                Mill.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Class<?>> types = new ArrayList<>();
        for (String room : List.of("org.jmill.", "org.jmill.sync.")) {
            try (Stream<Path> files = Files.list(classes.resolve(room.replace('.', '/')))) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    if (name.endsWith(".class") && !name.equals("package-info.class")) {
                        Class<?> type = Class.forName(
                                room + name.substring(0, name.length() - ".class".length()),
                                false,
                                Mill.class.getClassLoader());
                        if (isPublic(type)) {
                            types.add(type);
                        }
                    }
                }
            }
        }
        return types;
    }

    private static boolean isPublic(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
    }

    /// `Chan.send(Object,long)`.
    static String name(Method m) {
        String parameters = String.join(
                ",",
                Arrays.stream(m.getParameterTypes()).map(Class::getSimpleName).toList());
        String owner =
                m.getDeclaringClass().getName().substring("org.jmill.".length()).replace('$', '.');
        return owner + "." + m.getName() + "(" + parameters + ")";
    }

    /// Arguments that make sense.
    Object[] arguments(Method m) {
        return Arrays.stream(m.getParameterTypes()).map(this::sample).toArray();
    }

    private Object sample(Class<?> type) {
        if (!samples.containsKey(type)) {
            throw new AssertionError("no sample of " + type + ": add one to PublicCalls");
        }
        return samples.get(type);
    }

    /// Calls a method and returns what it threw, or null.
    Throwable call(Method m, Object[] arguments) {
        Object target = Modifier.isStatic(m.getModifiers()) ? null : sample(m.getDeclaringClass());
        try {
            m.invoke(target, arguments);
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        } catch (IllegalAccessException e) {
            throw new AssertionError(name(m), e);
        }
    }
}
