/// Small programs that show one thing each, and the main class that runs them by name.
package org.jmill.examples;
