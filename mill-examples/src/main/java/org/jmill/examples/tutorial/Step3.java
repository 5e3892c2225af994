package org.jmill.examples.tutorial;

import static org.jmill.Mill.*;

import org.jmill.Chan;
import org.jmill.Choose;
import org.jmill.Mill;

/// Waiting for whoever answers first, but not for ever.
public class Step3 {
    static Chan<String> ask(String name, long ms) {
        Chan<String> answer = chmake(0);
        go(() -> {
            msleep(now() + ms);
            chs(answer, name + " is here");
        });
        return answer;
    }

    static void patience() {
        Chan<String> near = ask("near", 10);
        Chan<String> far = ask("far", 60_000);
        long late = now() + 500;
        String answer;
        do {
            answer = Choose.of(in(near), in(far), timeout(late, () -> "enough"));
            System.out.println(answer);
        } while (!answer.equals("enough"));
    }

    public static void main(String[] args) {
        Mill.run(Step3::patience);
    }
}
