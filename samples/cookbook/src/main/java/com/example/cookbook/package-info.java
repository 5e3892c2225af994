/// The recipes of docs/cookbook.md: jmill beside what else a Java program uses. Each has its test.
package com.example.cookbook;
