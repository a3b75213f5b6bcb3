//! What goes wrong: crashes, faults of the log, clocks that jump.

use super::*;

impl Story {
    /// A process ends where it is and starts anew: its requests are dropped, its memory is empty.
    pub(super) fn crash(&mut self) {
        let at = self.chance.below(3);
        self.tally.say(|| format!("process {at} crashes"));
        self.tally.count("crash");
        let (dropped, left): (Vec<_>, Vec<_>) = std::mem::take(&mut self.flights)
            .into_iter()
            .partition(|flight| flight.at == at);
        self.flights = left;
        for sent in dropped.into_iter().filter_map(|flight| flight.sent) {
            self.orders[sent.order].in_flight -= 1;
            self.tally.count("dropped");
        }
        let weight_max = self.chance.pick(&[1, 40, 1_000]);
        self.streams[at] = streams(&self.network, &self.keys, weight_max);
        if at == PROJECTOR && self.chance.one_in(3) {
            // Its files are lost, and made again from the log.
            self.files = Arc::default();
        }
    }

    pub(super) fn fault(&mut self) {
        let fault = self
            .chance
            .pick(&[Fault::LoseAcknowledgement, Fault::RefuseBeforeWrite]);
        self.tally.say(|| format!("{fault:?}"));
        self.log.fail_next(fault);
    }

    pub(super) fn clocks_move(&mut self) {
        let minutes = self.chance.pick(&[1, 20, 90, 600, 2_900, 11_000]);
        self.now += minutes.minutes();
        let at = self.chance.below(2);
        self.skew_s[at] = self.chance.pick(&[0, 0, -5, 30, -7_200, 3_600, -90_000]);
        self.tally.say(|| {
            format!(
                "{minutes} minutes pass; process {at} is off by {} s",
                self.skew_s[at]
            )
        });
    }
}
