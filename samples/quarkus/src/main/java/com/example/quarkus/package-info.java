/// Quarkus with a mill behind it: a bean starts and stops it, resources return its futures.
package com.example.quarkus;
