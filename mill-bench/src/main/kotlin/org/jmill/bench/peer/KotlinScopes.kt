package org.jmill.bench.peer

import java.util.function.LongSupplier
import kotlin.coroutines.ContinuationInterceptor
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.ObsoleteCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelChildren
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ticker
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.sync.withPermit
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield

/**
 * The perf programs about scopes, and what coroutines in them share, with kotlinx.coroutines on the calling thread. As
 * in [KotlinPrograms], each does one round and returns the nanoseconds that the measured stretch took.
 */
internal object KotlinScopes {
    private const val FORKS = 10
    private const val FAR_MS = 60_000L
    private const val TICKERS_MAX = 1_000L
    private const val PERIOD_MS = 10L

    /** Coroutines start at once, as jmill's do. */
    private val AT_ONCE = CoroutineStart.UNDISPATCHED

    @JvmStatic
    fun scopes(count: Long): Long = runBlocking {
        val start = System.nanoTime()
        for (i in 0 until count) {
            coroutineScope { launch(start = AT_ONCE) {} }
        }
        System.nanoTime() - start
    }

    @JvmStatic
    fun forks(count: Long): Long = runBlocking {
        val start = System.nanoTime()
        var sum = 0L
        for (i in 0 until count) {
            sum += coroutineScope { List(FORKS) { async(start = AT_ONCE) { 1 } }.awaitAll().sum() }
        }
        val nanos = System.nanoTime() - start
        check(sum == FORKS * count)
        nanos
    }

    @JvmStatic
    fun within(count: Long): Long = runBlocking {
        val start = System.nanoTime()
        var sum = 0L
        for (i in 0 until count) {
            sum += withTimeout(FAR_MS) { 1 }
        }
        val nanos = System.nanoTime() - start
        check(sum == count)
        nanos
    }

    @JvmStatic
    fun races(count: Long): Long = runBlocking {
        val never = Channel<Int>()
        val start = System.nanoTime()
        var sum = 0L
        for (i in 0 until count) {
            sum += race(never)
        }
        val nanos = System.nanoTime() - start
        check(sum == count)
        nanos
    }

    private suspend fun race(never: Channel<Int>): Int = coroutineScope {
        val first = async(start = AT_ONCE) { never.receive() }
        val second = async(start = AT_ONCE) { never.receive() }
        val third = async(start = AT_ONCE) { 1 }
        val winning = select<Int> {
            first.onAwait { it }
            second.onAwait { it }
            third.onAwait { it }
        }
        coroutineContext.cancelChildren()
        winning
    }

    @JvmStatic
    fun semaphore(count: Long): Long = runBlocking {
        val semaphore = Semaphore(1)
        val start = System.nanoTime()
        for (i in 0 until count) {
            semaphore.withPermit {}
        }
        System.nanoTime() - start
    }

    @JvmStatic
    fun contended(count: Long): Long = runBlocking {
        val semaphore = Semaphore(1)
        val each = maxOf(1, count / 2)
        val start = System.nanoTime()
        coroutineScope {
            launch(start = AT_ONCE) { hold(semaphore, each) }
            hold(semaphore, each)
        }
        System.nanoTime() - start
    }

    private suspend fun hold(semaphore: Semaphore, times: Long) {
        for (i in 0 until times) {
            semaphore.withPermit { yield() }
        }
    }

    @JvmStatic
    fun mutex(count: Long): Long = runBlocking {
        val mutex = Mutex()
        val start = System.nanoTime()
        for (i in 0 until count) {
            mutex.withLock {}
        }
        System.nanoTime() - start
    }

    /** Returns by how much [processorTime] grew, since they mostly wait. */
    @JvmStatic
    fun ticker(count: Long, processorTime: LongSupplier): Long = runBlocking {
        val tickers = minOf(count, TICKERS_MAX)
        val start = processorTime.asLong
        coroutineScope {
            for (i in 0 until tickers) {
                val ticks = count / tickers + if (i < count % tickers) 1 else 0
                launch(start = AT_ONCE) { listen(ticks, coroutineContext[ContinuationInterceptor]!!) }
            }
        }
        processorTime.asLong - start
    }

    /** The ticker is to be on this thread, too. */
    @OptIn(ObsoleteCoroutinesApi::class)
    private suspend fun listen(times: Long, thread: ContinuationInterceptor) {
        val ticks = ticker(PERIOD_MS, context = thread)
        for (i in 0 until times) {
            ticks.receive()
        }
        ticks.cancel()
    }
}
