/// A program on jmill to begin with, and a class of which the tests hold time and order in their hand.
package com.example;
