// the steps of the start come here
