package com.example.cookbook

import java.util.concurrent.Callable
import org.jmill.Mill
import org.jmill.Mill.*
import org.jmill.Scope

/** A pipeline in Kotlin: a lambda is a body. */
fun printSquares(count: Int) {
    Mill.run {
        val numbers = chmake<Int>(0)
        val squares = chmake<Int>(0)
        go {
            for (i in 1..count) chs(numbers, i)
            chdone(numbers)
        }
        go {
            for (i in numbers) chs(squares, i * i)
            chdone(squares)
        }
        for (square in squares) println(square)
    }
}

/** Where Kotlin is to infer what a body throws, say Callable, or name the type: it has no checked exceptions. */
fun sumOfSquares(count: Int): Int = Mill.call(Callable {
    Scope.call<Int, RuntimeException> { scope ->
        val forks = (1..count).map { i -> scope.fork { i * i } }
        forks.sumOf { it.join() }
    }
})
