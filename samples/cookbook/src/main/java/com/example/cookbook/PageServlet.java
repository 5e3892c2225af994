package com.example.cookbook;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// A servlet whose container keeps no thread while the mill works.
public final class PageServlet extends HttpServlet {
    private transient MillThread mill;
    private transient Counters counters;

    @Override
    public void init() {
        mill = new MillThread("servlet");
        counters = mill.call(Counters::new).join(); // Made in the mill that it belongs to.
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        String page = request.getPathInfo();
        AsyncContext async = request.startAsync();
        mill.call(() -> counters.visit(page)).whenCompleteAsync((text, failure) -> {
            try {
                if (failure == null) {
                    response.getWriter().print(text);
                } else {
                    response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
                }
            } catch (IOException e) {
                getServletContext().log("client has gone", e);
            } finally {
                async.complete();
            }
        });
    }

    @Override
    public void destroy() {
        mill.close();
    }
}
